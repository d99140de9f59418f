import { opensBlock } from './blockOpener.ts';
import { type DocumentContext, linePrefix } from './documentContext.ts';
import { type SyntaxJudge } from './syntaxJudge.ts';
import { indentationColumns, isBlank, leadingWhitespace } from './lineText.ts';

/** A longer suggestion is not read before it is accepted. */
const MAX_BLOCK_LINES = 12;

/** What the lines after the first are measured against. */
interface Scope {
  /** Columns below which a line belongs to an outer block. */
  readonly floor: number;
  /** Whether the cursor's line opens a block, so that only its closers may stand at the floor. */
  readonly isOpened: boolean;
  readonly tabSize: number;
  readonly languageId: string;
}

function scopeOf(firstLine: string, document: DocumentContext): Scope {
  const before = linePrefix(document);
  const cursorLine = before + firstLine;
  // An indented cursor tells the level itself; at column 0 of an empty line the text does.
  const levelLine = before === '' ? leadingWhitespace(firstLine) : before;
  return {
    floor: indentationColumns(levelLine, document.indentation.size),
    isOpened: !isBlank(before) && opensBlock(cursorLine, document.languageId),
    tabSize: document.indentation.size,
    languageId: document.languageId,
  };
}

type Verdict = 'inside' | 'lastLine' | 'outside';

/** Judges one visible line; `above` is the visible line over it. */
function judge(line: string, above: { columns: number; blankLines: number }, scope: Scope): Verdict {
  const columns = indentationColumns(line, scope.tabSize);
  if (columns < scope.floor || above.blankLines > 1) return 'outside';
  if (above.blankLines === 1 && (columns < above.columns || columns === 0)) return 'outside';
  if (columns > scope.floor || !scope.isOpened) return 'inside';
  if (!/^\s*[)\]}]/.test(line)) return 'outside';
  return opensBlock(line, scope.languageId) ? 'inside' : 'lastLine';
}

/** Where a line of the text ends in which the construct ends that it writes, if more lines follow; as the grammar has it. */
export function endOfConstruct(
  text: string,
  document: DocumentContext,
  syntax: SyntaxJudge | undefined,
): number | undefined {
  // A line under way may still belong to what seems to be at its end.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (syntax === undefined || isBlank(whole) || !whole.trim().includes('\n')) return undefined;
  const end = syntax.constructEnd(document, whole);
  const lineEnd = end === undefined ? -1 : whole.indexOf('\n', end);
  return lineEnd === -1 || isBlank(whole.slice(lineEnd)) ? undefined : lineEnd;
}

/**
 * Where the block that the text writes at the cursor ends, as an index into the text; `undefined` while it may
 * still go on. The block ends before a line that is indented less than the cursor's line, before one that follows
 * a blank line and is indented less than the line above (or not at all), after the closer of what the cursor's
 * line opened, and after 12 lines.
 */
export function endOfBlock(text: string, document: DocumentContext): number | undefined {
  const [firstRow = '', ...rows] = text.split('\n');
  const scope = scopeOf(firstRow, document);
  const above = { columns: scope.floor, blankLines: 0 };
  let start = firstRow.length + 1;
  let endOfVisible = firstRow.length;
  for (const [number, row] of rows.entries()) {
    if (number + 1 === MAX_BLOCK_LINES) return endOfVisible;
    const end = start + row.length;
    if (isBlank(row)) {
      above.blankLines += 1;
    } else {
      const verdict = judge(row, above, scope);
      if (verdict === 'outside') return endOfVisible;
      if (verdict === 'lastLine' && end < text.length) return end;
      above.columns = indentationColumns(row, scope.tabSize);
      above.blankLines = 0;
      endOfVisible = end;
    }
    start = end + 1;
  }
  return undefined;
}
