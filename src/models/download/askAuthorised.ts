import { isConfidential } from './allowedAddress.ts';
import { type ConnectionHost } from './downloadHost.ts';
import { type Answer, followRedirects } from './followRedirects.ts';
import { type SilenceLimit } from './unlessSilent.ts';

/**
 * Asks an address without saying who asks and, only where it refuses that, once more with the access token that is kept
 * for its host. Rejects as `followRedirects` does.
 */
export async function askAuthorised(
  asked: URL,
  headers: Readonly<Record<string, string>>,
  host: ConnectionHost & SilenceLimit,
): Promise<Answer> {
  const answer = await followRedirects(asked, headers, host);
  const { status, body } = answer.response;
  const isRefused = (status === 401 || status === 403) && answer.host === asked.host;
  const token = isRefused && isConfidential(asked) ? await host.accessToken?.(asked.host) : undefined;
  if (token === undefined) {
    return answer;
  }
  await body?.cancel();
  host.log(`${asked.host} gives it to those alone whom it knows: the access token for it is sent.`);
  return followRedirects(asked, headers, host, token);
}
