import { DownloadError } from './downloadError.ts';

/** Codes of Node and texts of Chromium for a certificate that nobody vouches for, or that is another host's. */
const CERTIFICATE =
  /^(?:CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET_ISSUER|VERIFY))|net::ERR_CERT_/u;

/**
 * Makes what `fetch` rejects with one error for the user.
 *
 * @param code for a connection that could not be made, or one that broke
 */
export function connectionError(
  error: unknown,
  host: string,
  code: 'unreachable' | 'brokenOff',
): DownloadError {
  const reason = reasonOf(error);
  return new DownloadError(CERTIFICATE.test(reason) ? 'untrusted' : code, { host, reason });
}

/** Undici hides the system's code in the cause, Electron gives Chromium's in the message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { cause } = error;
  const { code } = (cause ?? error) as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : cause instanceof Error ? cause.message : error.message;
}
