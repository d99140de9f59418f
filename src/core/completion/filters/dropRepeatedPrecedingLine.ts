import { substance } from '../brackets.ts';
import { linePrefix } from '../documentContext.ts';
import { drop, type Filter, keep } from '../filter.ts';
import { isBlank } from '../lineText.ts';

/** Lines with fewer characters beside brackets recur for good reasons: `});`, `end`. */
const MIN_SUBSTANCE = 4;

const visibleLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * Drops a suggestion that only writes the lines above once more. A line the author has typed half of already is
 * the author's wish, and stays.
 */
export const dropRepeatedPrecedingLine: Filter = (text, { document }) => {
  const typed = linePrefix(document);
  const startsNewLine = /^\s*\n/.test(text);
  const suggested = visibleLines(startsNewLine ? text : typed + text);
  const above = visibleLines(
    startsNewLine ? document.prefix : document.prefix.slice(0, -typed.length || undefined),
  );
  const [firstSuggested = ''] = suggested;
  if (suggested.every((line) => substance(line) < MIN_SUBSTANCE) || isBlank(text)) return keep(text);
  if (!startsNewLine && typed.trim().length * 2 > firstSuggested.length) return keep(text);
  const lastLines = above.slice(-suggested.length);
  const repeatsBlock = suggested.every((line, index) => line === lastLines[index]);
  const repeatsLine = suggested.every((line) => line === above.at(-1));
  return repeatsBlock || repeatsLine ? drop('repeatsPrecedingLine') : keep(text);
};
