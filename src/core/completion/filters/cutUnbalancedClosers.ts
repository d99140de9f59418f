import { type BracketState, type OuterClosing, scanBrackets } from '../brackets.ts';
import { type DocumentContext, lineSuffix } from '../documentContext.ts';
import { type Filter, keep } from '../filter.ts';
import { isMarkup, isProse } from '../languageTraits.ts';
import { isBlank } from '../lineText.ts';

/**
 * How many of the brackets that are open at the cursor the suggestion may close: those nobody closes below, and
 * those the rest of the line closes, as the suggestion takes their place.
 */
function closable(document: DocumentContext, atCursor: BracketState): number {
  const { prefix, suffix, languageId } = document;
  const rest = lineSuffix(document);
  const onLine = scanBrackets(rest, languageId, atCursor);
  const below = scanBrackets(suffix.slice(rest.length), languageId, onLine);
  const closedOnLine = atCursor.open.length - onLine.open.length;
  const closedBelow = brackets(below.closings).length;
  // An indented first line means that the document begins further up, in brackets that nobody has seen.
  const beginsInside = /^(?:[ \t]*\n)*[ \t]+\S/.test(prefix);
  if (beginsInside && closedBelow === 0) return Infinity;
  return Math.max(closedOnLine, atCursor.open.length - closedBelow);
}

/** Ends the suggestion before a bracket that closes nothing of its own and nothing the document leaves open. */
export const cutUnbalancedClosers: Filter = (text, { document }) => {
  const { prefix, languageId } = document;
  if (isBlank(text) || isProse(languageId) || isMarkup(languageId)) return keep(text);
  const atCursor = scanBrackets(prefix, languageId);
  const allowed = closable(document, atCursor);
  const closings = brackets(scanBrackets(text, languageId, atCursor).closings);
  const firstWrong = closings.find(({ kind }, count) =>
    kind === 'unopened' ? allowed !== Infinity : count >= allowed,
  );
  return keep(firstWrong === undefined ? text : text.slice(0, firstWrong.index));
};

const brackets = (closings: readonly OuterClosing[]): readonly OuterClosing[] =>
  closings.filter(({ character }) => !/["'`]/.test(character));
