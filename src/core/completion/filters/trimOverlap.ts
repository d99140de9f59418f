import { substance } from '../brackets.ts';
import { lineSuffix } from '../documentContext.ts';
import { drop, type Filter, keep } from '../filter.ts';
import { isBlank } from '../lineText.ts';

/** How many characters beside brackets make a line, or a piece of one, recognisable. */
export const MIN_SUBSTANCE = 4;

/** Where the end of the text begins to say what the rest of the line begins with; -1 for nowhere. */
export function overlap(text: string, rest: string): number {
  for (let length = Math.min(text.length, rest.length); length >= MIN_SUBSTANCE; length -= 1) {
    const piece = rest.slice(0, length);
    if (substance(piece) >= MIN_SUBSTANCE && text.endsWith(piece)) return text.length - length;
  }
  return -1;
}

/**
 * Ends the suggestion where its end says what the rest of the line begins with. `trimAlreadyFollowing` does so as well, but
 * what was cut off after it may have hidden such an end.
 */
export const trimOverlap: Filter = (text, { document }) => {
  const start = text.includes('\n') ? -1 : overlap(text, lineSuffix(document));
  if (start === -1) return keep(text);
  const kept = text.slice(0, start);
  return isBlank(kept) ? drop('alreadyFollows') : keep(kept);
};
