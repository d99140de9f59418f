import { withoutSecrets } from './allowedAddress.ts';
import { DownloadError } from './downloadError.ts';
import { type Answer } from './followRedirects.ts';
import { retryAfter } from './retryAfter.ts';

/** Where a server does not say how long to wait. */
const USUAL_MINUTES = 5;
/** `X-Error-Code` of a Hugging Face hub (huggingface_hub, `hf_raise_for_status`). */
const GATED = 'GatedRepo';

/** What an answer that is neither a file nor a part of one means. `asked`: the address that the user knows. */
export function statusError({ response, host, isAuthorised }: Answer, asked: URL): DownloadError {
  const { status, headers } = response;
  if (status === 401 && isAuthorised) {
    return new DownloadError('tokenRefused', { host, status });
  }
  if (headers.get('x-error-code') === GATED) {
    return new DownloadError('gated', { host, status, page: pageOf(asked) });
  }
  if (status === 404 || status === 410) {
    return new DownloadError('notFound', { status, address: withoutSecrets(asked) });
  }
  if (status === 401 || status === 403) {
    return new DownloadError('forbidden', { host, status });
  }
  const wait = retryAfter(headers.get('retry-after'), Date.now());
  if (status === 429) {
    const minutes = wait === undefined ? USUAL_MINUTES : Math.max(1, Math.ceil(wait / 60_000));
    return new DownloadError('tooManyRequests', { host, status, minutes }, wait);
  }
  return status >= 500 || status === 408
    ? new DownloadError('serverFailed', { host, status }, wait)
    : new DownloadError('badAnswer', { host, status });
}

/** The page of the repository that a file belongs to, where its address tells. */
function pageOf(asked: URL): string {
  return `${asked.origin}${/^(\/.+?)\/resolve\//u.exec(asked.pathname)?.[1] ?? asked.pathname}`;
}
