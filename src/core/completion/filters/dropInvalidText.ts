import { drop, type Filter, keep } from '../filter.ts';
import { isBlank } from '../lineText.ts';

/**
 * Control characters but tab and newline, lone surrogates, the replacement character of a broken decode, and the
 * bidirectional controls that make code read otherwise than it runs.
 */
const INVALID = /(?![\t\n])\p{Cc}|\p{Cs}|[\uFFFD\uFEFF\u202A-\u202E\u2066-\u2069]/u;

/** Ends the suggestion before the first character that no author would type. */
export const dropInvalidText: Filter = (text) => {
  const start = text.search(INVALID);
  if (start === -1) return keep(text);
  const valid = text.slice(0, start);
  return isBlank(valid) ? drop('invalidText') : keep(valid);
};
