import { type BracketState, isOnlyClosers, type OuterClosing, scanBrackets } from '../brackets.ts';
import { type DocumentContext, linePrefix, lineSuffix } from '../documentContext.ts';
import { type Filter, keep } from '../filter.ts';
import { isMarkup, isProse } from '../languageTraits.ts';
import { indentationColumns, isBlank } from '../lineText.ts';

/** The brackets a text closes that it had not opened; quotes are another matter. */
const closedBrackets = (closings: readonly OuterClosing[]): OuterClosing[] =>
  closings.filter(({ character }) => !/["'`]/.test(character));

const countOf = (characters: readonly string[], character: string): number =>
  characters.filter((each) => each === character).length;

/** The column of the outermost line in sight: what closes further left was opened before the text begins. */
function outermostColumn({ prefix, indentation }: DocumentContext): number {
  const rows = prefix.split('\n').filter((row) => !isBlank(row));
  return Math.min(...rows.map((row) => indentationColumns(row, indentation.size)));
}

/** The closers below the cursor's line, without those that close what was opened out of sight. */
function closersBelow(document: DocumentContext, onLine: BracketState): string[] {
  const below = document.suffix.slice(lineSuffix(document).length);
  const outermost = outermostColumn(document);
  return closedBrackets(scanBrackets(below, document.languageId, onLine).closings)
    .filter(({ index }) => {
      const lineStart = below.lastIndexOf('\n', index) + 1;
      const startsLine = isOnlyClosers(below.slice(lineStart, index));
      const columns = indentationColumns(below.slice(lineStart, index + 1), document.indentation.size);
      return !startsLine || columns >= outermost;
    })
    .map(({ character }) => character);
}

/**
 * Tells how many closers of one kind the suggestion may bring for brackets that are open at the cursor: those nobody
 * closes below, and those the rest of the line closes, as the suggestion takes their place.
 */
function closable(document: DocumentContext, atCursor: BracketState): (character: string) => number {
  const onLine = scanBrackets(lineSuffix(document), document.languageId, atCursor);
  const closedOnLine = closedBrackets(onLine.closings).map(({ character }) => character);
  const closedBelow = closersBelow(document, onLine);
  const open = atCursor.open.map((owed) => (owed === '${' ? '}' : owed));
  return (character) =>
    Math.max(countOf(closedOnLine, character), countOf(open, character) - countOf(closedBelow, character));
}

/** Ends the suggestion before a bracket that closes nothing of its own and nothing the document leaves open. */
export const cutUnbalancedClosers: Filter = (text, { document }) => {
  const { prefix, languageId, indentation } = document;
  if (isBlank(text) || isProse(languageId) || isMarkup(languageId)) return keep(text);
  const atCursor = scanBrackets(prefix, languageId);
  const closings = closedBrackets(scanBrackets(text, languageId, atCursor).closings);
  if (closings.length === 0) return keep(text);
  const before = linePrefix(document);
  const closesUnseen =
    isBlank(before) && indentationColumns(before, indentation.size) < outermostColumn(document);
  if (closesUnseen) return keep(text);
  const allowed = closable(document, atCursor);
  const wrong = closings.find(({ kind, character }, number) => {
    const sameKind = closings.slice(0, number + 1).filter((closing) => closing.character === character);
    return kind === 'unopened' || sameKind.length > allowed(character);
  });
  return keep(wrong === undefined ? text : text.slice(0, wrong.index));
};
