import { type ChangedLines } from './changeTrail.ts';

/** Where something stands in a text; both counted from 0. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** A text that took the place of another. */
export interface TextChange {
  readonly range: { readonly start: TextPosition; readonly end: TextPosition };
  readonly text: string;
}

/** Where a position is once something was written before it, at it, or in place of what is around it. */
export function movedAlong(position: TextPosition, { range, text }: TextChange): TextPosition {
  const { start, end } = range;
  if (isAfter(end, position)) {
    return isAfter(position, start) ? start : position;
  }
  const rows = text.split('\n');
  const written = (rows.at(-1) ?? '').length + (rows.length === 1 ? start.character : 0);
  const isOnLine = position.line === end.line;
  return {
    line: position.line - (end.line - start.line) + rows.length - 1,
    character: isOnLine ? position.character - end.character + written : position.character,
  };
}

/** The lines that a change has to do with. */
export function changedLines({ range: { start, end }, text }: TextChange): ChangedLines {
  return { firstLine: start.line, lastLine: end.line, addedBreaks: text.split('\n').length - 1 };
}

function isAfter(one: TextPosition, other: TextPosition): boolean {
  return one.line > other.line || (one.line === other.line && one.character > other.character);
}
