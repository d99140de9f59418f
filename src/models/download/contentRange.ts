/** Which bytes of how many an answer holds (RFC 9110, section 14.4). */
export interface ContentRange {
  readonly start: number | undefined;
  readonly total: number | undefined;
}

/** Both are undefined for a header that is missing or says nothing of bytes, `start` for “none of them”. */
export function contentRange(header: string | null): ContentRange {
  const [, start, total] =
    /^bytes (?:(\d{1,15})-\d{1,15}|\*)\/(\d{1,15}|\*)$/u.exec(header?.trim() ?? '') ?? [];
  return {
    start: start === undefined ? undefined : Number(start),
    total: total === undefined || total === '*' ? undefined : Number(total),
  };
}
