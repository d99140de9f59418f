import { isOnlyClosers, scanBrackets, substance } from '../brackets.ts';
import { type DocumentContext, linePrefix, lineSuffix } from '../documentContext.ts';
import { drop, type Filter, keep } from '../filter.ts';
import { isBlank } from '../lineText.ts';
import { replaceLength } from '../replaceRange.ts';
import { MIN_SUBSTANCE, overlap } from './trimOverlap.ts';

/** The text without what the rest of the cursor's line says already. */
function trimRestOfLine(text: string, document: DocumentContext): string {
  const rest = lineSuffix(document).trimEnd();
  const said = rest.trim();
  if (said === '' || text.includes('\n')) return text;
  if (said.startsWith(text.trim())) return '';
  // Auto-closed brackets are covered by the suggestion's range instead, unless they are spaced otherwise.
  if (isOnlyClosers(rest) && (!/^\s/.test(rest) || replaceLength(text, document) > 0)) return text;
  const start = [wholeRest(text, said), documentsOwnCloser(text, said, document), overlap(text, rest)]
    .filter((index) => index !== -1)
    .sort((a, b) => a - b)[0];
  if (start === undefined) return text;
  const kept = text.slice(0, start);
  return /^\s/.test(rest) ? kept.trimEnd() : kept;
}

function wholeRest(text: string, said: string): number {
  if (substance(said) >= MIN_SUBSTANCE) return text.indexOf(said);
  return text.endsWith(said) ? text.length - said.length : -1;
}

/** Where the text closes the bracket or quote that the rest of the line closes next. */
function documentsOwnCloser(text: string, said: string, { prefix, languageId }: DocumentContext): number {
  const { closings } = scanBrackets(text, languageId, scanBrackets(prefix, languageId));
  const [first] = closings;
  return first !== undefined && said.startsWith(first.character) ? first.index : -1;
}

/** Indentation makes two lines differ, unless the suggestion is this one line: then its place is a mere guess. */
const isSameLine = (rows: readonly string[], row: string, following: string): boolean =>
  rows.length === 1 && substance(following) >= MIN_SUBSTANCE
    ? row.trim() === following.trim()
    : row.trimEnd() === following.trimEnd();

/** The first line of the text (by number) from which on the document already has it; `undefined` if none. */
function firstFollowingLine(rows: readonly string[], document: DocumentContext): number | undefined {
  const following = document.suffix
    .split('\n')
    .slice(1)
    .filter((line) => !isBlank(line));
  const [next] = following;
  if (next === undefined) return undefined;
  return rows
    .map((_, number) => number)
    .find((number) => {
      const row = rows[number] ?? '';
      const isAuthorsOwn = number === 0 && row === linePrefix(document);
      if (isBlank(row) || isAuthorsOwn || !isSameLine(rows, row, next)) return false;
      if (substance(next) >= MIN_SUBSTANCE) return true;
      // A closer is the document's only if the text has no bracket of its own left to close.
      const before = rows.slice(0, number).join('\n').slice(linePrefix(document).length);
      const atCursor = scanBrackets(document.prefix, document.languageId);
      return scanBrackets(before, document.languageId, atCursor).open.length <= atCursor.open.length;
    });
}

/**
 * Ends the suggestion where it arrives at what stands after the cursor: the rest of the line, unless that is only
 * brackets the editor closed, or the next visible line.
 */
export const trimAlreadyFollowing: Filter = (text, { document }) => {
  if (isBlank(text)) return keep(text);
  const onLine = trimRestOfLine(text, document);
  if (isBlank(onLine)) return drop('alreadyFollows');
  const rows = (linePrefix(document) + onLine).split('\n');
  const following = firstFollowingLine(rows, document);
  if (following === undefined) return keep(onLine);
  const kept = rows.slice(0, following).join('\n').slice(linePrefix(document).length);
  return following === 0 || isBlank(kept) ? drop('alreadyFollows') : keep(kept);
};
