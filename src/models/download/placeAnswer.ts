import { contentRange } from './contentRange.ts';
import { type Answer } from './followRedirects.ts';
import { type PartRecord } from './partRecord.ts';

/** What an answer's body is to the bytes that are here; `total` as the answer states it. */
export type Placement =
  /** They follow on them. */
  | { readonly kind: 'rest'; readonly total: number | undefined }
  /** They are the file from its beginning. */
  | { readonly kind: 'all'; readonly total: number | undefined }
  /** There are no more: what is here is all. */
  | { readonly kind: 'nothing' }
  /** They are of no use, and neither are those that are here: the file has changed. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'error' };

/** @param bytes that are here, from which on the rest was asked for; 0 when all was */
export function placeAnswer(answer: Answer, bytes: number, record: PartRecord): Placement {
  const { status, headers } = answer.response;
  const range = contentRange(headers.get('content-range'));
  if (status === 200) {
    return { kind: 'all', total: contentLength(headers) };
  }
  if (status === 416 && bytes > 0) {
    const isWhole = range.total === bytes && !differ(bytes, record.total);
    return { kind: isWhole ? 'nothing' : 'changed' };
  }
  if (status === 206 && bytes > 0) {
    const isRest = range.start === bytes && isSameFile(answer, range.total, record);
    return isRest ? { kind: 'rest', total: range.total ?? record.total } : { kind: 'changed' };
  }
  return { kind: 'error' };
}

/** Whether a part belongs to the file that the record tells of, as far as its server says. */
function isSameFile(
  { response: { headers }, hub }: Answer,
  total: number | undefined,
  record: PartRecord,
): boolean {
  return (
    !isEncoded(headers) &&
    !differ(total, record.total) &&
    !differ(strongEtag(headers), record.etag) &&
    !differ(hub.sha256, record.hubSha256)
  );
}

/** The ETag of exactly these bytes: a weak one may stay when they change (RFC 9110, section 8.8.1). */
export function strongEtag(headers: Headers): string | undefined {
  const etag = headers.get('etag') ?? '';
  return /^"[^"]*"$/u.test(etag) && !isEncoded(headers) ? etag : undefined;
}

/** What is compressed on its way has another length and other ranges than the file. */
function isEncoded(headers: Headers): boolean {
  return (headers.get('content-encoding') ?? 'identity') !== 'identity';
}

function contentLength(headers: Headers): number | undefined {
  const length = headers.get('content-length') ?? '';
  return /^\d{1,15}$/u.test(length) && !isEncoded(headers) ? Number(length) : undefined;
}

function differ<T>(one: T | undefined, other: T | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}
