import { type DocumentContext } from '../core/completion/documentContext.ts';
import { indentationColumns, isBlank } from '../core/completion/lineText.ts';

/**
 * How much is read before the cursor, in characters, and after it. To find what mends a fault, much of what follows is read
 * anew for every text that is tried; on a thousand cases, whole documents told no more than these.
 */
const MAX_BEFORE = 4000;
const MAX_AFTER = 1000;
/** The start moves in such steps: what has been read stays read while somebody types. */
const STEP = 2000;

/** The part of a document that is read to judge what stands at its cursor. */
export interface SyntaxWindow {
  readonly text: string;
  /** Where in it the cursor is. */
  readonly cursor: number;
}

/** Whole lines around the cursor, and above them the lines that opened the blocks they stand in. */
export function syntaxWindow(
  document: Pick<DocumentContext, 'prefix' | 'suffix' | 'indentation'>,
): SyntaxWindow {
  const { prefix, suffix, indentation } = document;
  const excess = Math.max(0, prefix.length - MAX_BEFORE);
  const start = lineStart(prefix, Math.ceil(excess / STEP) * STEP);
  const near = prefix.slice(start);
  const before = headings(prefix.slice(0, start), near, indentation.size) + near;
  return { text: before + suffix.slice(0, lineEnd(suffix, MAX_AFTER)), cursor: before.length };
}

/** The lines that opened what a text stands in, told by their indentation: `class A {`, `run() {`, `} else {` with its `if`. */
function headings(above: string, text: string, tabSize: number): string {
  const found: string[] = [];
  let limit = indentationColumns(firstVisibleLine(text), tabSize);
  for (const line of above.split('\n').reverse()) {
    const columns = indentationColumns(line, tabSize);
    if (limit <= 0) break;
    if (columns < limit && !isBlank(line)) {
      found.push(`${line}\n`);
      // What begins by closing something goes on from a line that is indented as much.
      limit = /^\s*[)\]}]/u.test(line) ? columns + 1 : columns;
    }
  }
  return found.reverse().join('');
}

function firstVisibleLine(text: string): string {
  return /^(?:[ \t]*\n)*(.*)/u.exec(text)?.[1] ?? '';
}

/** The first start of a line at or after an index; the index itself where no line starts after it. */
function lineStart(text: string, index: number): number {
  return index === 0 ? 0 : text.indexOf('\n', index - 1) + 1 || index;
}

/** The last end of a line at or before an index; the index itself where the line is longer. */
function lineEnd(text: string, index: number): number {
  const end = text.length <= index ? text.length : text.lastIndexOf('\n', index);
  return end === -1 ? index : end;
}
