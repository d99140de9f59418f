import { type Edit, type Point } from '@vscode/tree-sitter-wasm';

/** A stretch of a text that another one takes the place of. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What makes one text of another: all between what they begin and what they end with. */
export function replacementBetween(before: string, after: string): Replacement {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) {
    start++;
  }
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

export function replaced(text: string, { start, end, text: inserted }: Replacement): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

/** The same as tree-sitter is told of it; positions count UTF-16 units, as JavaScript does. */
export function toEdit(before: string, { start, end, text }: Replacement, startPosition: Point): Edit {
  return {
    startIndex: start,
    oldEndIndex: end,
    newEndIndex: start + text.length,
    startPosition,
    oldEndPosition: moved(startPosition, before.slice(start, end)),
    newEndPosition: moved(startPosition, text),
  };
}

/** Where a text ends that begins at a position. */
export function moved({ row, column }: Point, text: string): Point {
  let breaks = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', lineStart)) {
    breaks++;
    lineStart = at + 1;
  }
  const rest = text.length - lineStart;
  return breaks === 0 ? { row, column: column + rest } : { row: row + breaks, column: rest };
}

/** The position of an index. */
export const positionAt = (text: string, index: number): Point =>
  moved({ row: 0, column: 0 }, text.slice(0, index));
