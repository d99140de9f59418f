import { opensBlock } from '../blockOpener.ts';
import { type DocumentContext, type Indentation, linePrefix } from '../documentContext.ts';
import { type Filter, keep } from '../filter.ts';
import { isProse } from '../languageTraits.ts';
import { indentationColumns, isBlank, lastVisibleLine, leadingWhitespace } from '../lineText.ts';

/** Line ends after which the statement goes on, a level deeper: operators, `=`, the colon of a case or a key. */
const GOES_ON = /(?:[=+\-*%&|?:]|[^/*]\/)\s*$/;

/** The column a new line at the cursor is expected to begin at: that of the line above, or a level deeper. */
function expectedColumns({ prefix, languageId, indentation }: DocumentContext): number {
  const above = lastVisibleLine(prefix.slice(0, prefix.lastIndexOf('\n') + 1));
  if (above === undefined) return 0;
  const isDeeper = opensBlock(above, languageId) || (!isProse(languageId) && GOES_ON.test(above));
  return indentationColumns(above, indentation.size) + (isDeeper ? indentation.size : 0);
}

/** How many columns of the text's own first indentation double the indentation the cursor already stands at. */
function doubledColumns(firstLine: string, document: DocumentContext): number {
  const before = linePrefix(document);
  // The asterisk of a documentation comment stands a column further in than its opening.
  if (!isBlank(before) || isBlank(firstLine) || firstLine.startsWith(' *')) return 0;
  const size = document.indentation.size;
  const missing = expectedColumns(document) - indentationColumns(before, size);
  // A text that has to indent by itself may well go a level deeper than expected.
  const allowed = missing > 0 ? missing + size : 0;
  return Math.max(0, indentationColumns(firstLine, size) - allowed);
}

/** Whether the following lines were written for the doubled column too, and so move with the first line. */
function followsDoubling(
  following: readonly string[],
  column: number,
  isOpened: boolean,
  size: number,
): boolean {
  const columns = following.filter((line) => !isBlank(line)).map((line) => indentationColumns(line, size));
  const [first] = columns;
  if (first === undefined || first < column + (isOpened ? size : 0)) return false;
  return columns.every((each) => each >= column);
}

/** How many columns the following lines stand too deep: no statement begins deeper than the finished one before it. */
function excessColumns(first: string, following: readonly string[], column: number, size: number): number {
  const next = following.find((line) => !isBlank(line));
  if (next === undefined || !/[;}]\s*$/.test(first)) return 0;
  const excess = indentationColumns(next, size) - column;
  const movesWhole = following.every((line) => isBlank(line) || indentationColumns(line, size) >= excess);
  return movesWhole ? Math.max(0, excess) : 0;
}

/** Rewrites the white space a line begins with in the document's style, `shift` columns further left. */
function reindent(line: string, shift: number, { style, size }: Indentation): string {
  const written = leadingWhitespace(line);
  const isMixed = style === 'tabs' ? written.includes(' ') : written.includes('\t');
  if (shift === 0 && !isMixed) return line;
  const columns = Math.max(0, indentationColumns(line, size) - shift);
  const tabs = style === 'tabs' ? Math.floor(columns / size) : 0;
  return '\t'.repeat(tabs) + ' '.repeat(columns - tabs * size) + line.slice(written.length);
}

/**
 * Writes the suggestion's indentation the way the document does (tabs or spaces), and takes out of its first line
 * what the cursor's own indentation already gives; later lines move along when they were written to match.
 */
export const fitIndentation: Filter = (text, { document }) => {
  const { indentation, languageId } = document;
  const [first = '', ...following] = text.split('\n');
  const doubled = doubledColumns(first, document);
  const cursorColumns = indentationColumns(linePrefix(document), indentation.size);
  const isOpened = opensBlock(first, languageId);
  const moves =
    doubled > 0 && followsDoubling(following, cursorColumns + doubled, isOpened, indentation.size);
  const startsLine = isBlank(linePrefix(document)) && !isBlank(first);
  const excess = startsLine ? excessColumns(first, following, cursorColumns, indentation.size) : 0;
  const shift = moves ? doubled : excess;
  const rows = [
    startsLine ? reindent(first, doubled, indentation) : first,
    ...following.map((line) => (isBlank(line) ? line : reindent(line, shift, indentation))),
  ];
  return keep(rows.join('\n'));
};
