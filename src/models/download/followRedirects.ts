import { redirectTarget, withoutSecrets } from './allowedAddress.ts';
import { connectionError } from './connectionError.ts';
import { DownloadError } from './downloadError.ts';
import { type ConnectionHost } from './downloadHost.ts';
import { hubObject, type HubObject } from './hubObject.ts';
import { unlessSilent, type SilenceLimit } from './unlessSilent.ts';

const MOST_REDIRECTS = 10;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What the last of a chain of addresses answers. */
export interface Answer {
  readonly response: Response;
  readonly host: string;
  readonly hub: HubObject;
  /** Whether it was sent an access token. */
  readonly isAuthorised: boolean;
}

/**
 * Asks an address and goes where it leads, by hand: the platform's own way follows to any protocol and says nothing of
 * where it has been. Rejects with a `DownloadError`, or with the reason of `signal`.
 *
 * @param token of the user, for the origin of `asked` alone: it is sent to no other one, and no more after one
 */
export async function followRedirects(
  asked: URL,
  headers: Readonly<Record<string, string>>,
  host: ConnectionHost & SilenceLimit,
  token?: string,
): Promise<Answer> {
  let address = asked;
  let carried = token;
  let hub: HubObject | undefined;
  const visited = new Set<string>();
  for (;;) {
    visited.add(address.href);
    const authorisation = carried === undefined ? {} : { authorization: `Bearer ${carried}` };
    const response = await ask(address, { ...headers, ...authorisation }, host);
    hub = hubObject(response.headers, hub);
    const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
    if (location === null) {
      return { response, host: address.host, hub, isAuthorised: carried !== undefined };
    }
    await response.body?.cancel();
    const target = redirectTarget(address, location, host.plainHosts);
    if (visited.has(target.href) || visited.size > MOST_REDIRECTS) {
      throw new DownloadError('redirectLoop', { host: asked.host });
    }
    if (target.origin !== asked.origin) {
      carried = undefined;
    }
    address = target;
  }
}

async function ask(
  address: URL,
  headers: Readonly<Record<string, string>>,
  host: ConnectionHost & SilenceLimit,
): Promise<Response> {
  const { signal, log, fetch = globalThis.fetch } = host;
  const range = headers['range'] === undefined ? '' : ` (${headers['range']})`;
  log(`GET ${withoutSecrets(address)}${range}`);
  try {
    const asking = fetch(address, { headers, signal, redirect: 'manual', credentials: 'omit' });
    const response = await unlessSilent(asking, address.host, host);
    log(`${response.status} from ${address.host}`);
    return response;
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof DownloadError ? error : connectionError(error, address.host, 'unreachable');
  }
}
