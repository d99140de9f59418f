import { DownloadError } from './downloadError.ts';

const THIS_MACHINE: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The address, if it may be contacted; throws `badAddress`. `plainHosts` may be asked by http, as this machine may. */
export function allowedAddress(address: string, plainHosts: readonly string[] = []): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.username !== '' || url.password !== '' || !isSafe(url, plainHosts)) {
    throw new DownloadError('badAddress', { address: withoutSecrets(address) });
  }
  return url;
}

/** Where an answer leads; throws `insecureRedirect` where it leaves https, if only for this machine. */
export function redirectTarget(from: URL, location: string, plainHosts: readonly string[] = []): URL {
  const target = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isKept = target?.protocol === 'https:' || (from.protocol === 'http:' && target?.protocol === 'http:');
  if (target === undefined || !isKept || !isSafe(target, plainHosts)) {
    throw new DownloadError('insecureRedirect', {
      host: from.host,
      target: target?.host ?? location.slice(0, 80),
    });
  }
  // What would be sent as a password to whom a server names.
  target.username = '';
  target.password = '';
  return target;
}

/** Whether what is sent there is read by nobody on the way: a host that a setting allows by http does not count. */
export function isConfidential({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || THIS_MACHINE.has(hostname);
}

/** An address without what may open doors: signatures stand in the query, passwords before the host. */
export function withoutSecrets(address: string | URL): string {
  const text = address.toString();
  if (!URL.canParse(text)) {
    return text.slice(0, 200);
  }
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
}

function isSafe({ protocol, hostname, host }: URL, plainHosts: readonly string[]): boolean {
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && (THIS_MACHINE.has(hostname) || plainHosts.includes(host)))
  );
}
