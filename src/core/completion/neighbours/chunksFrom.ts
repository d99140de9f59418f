import { indexChunks, type IndexedChunk } from './indexedText.ts';

/** Of a long text, the lines around one; from where moves in such steps. */
const MOST_LINES = 1000;
const STEP_LINES = 500;
const MOST_CHARACTERS = 40_000;

/** A text that is read line by line: a thousand lines of a data file may be fifty megabytes. */
export interface Lines {
  readonly lineCount: number;
  /** @param line counted from 0 */
  lineAt(line: number): { readonly text: string };
}

/** From which line on a text is indexed where somebody is at one. */
export function firstIndexedLine(line: number): number {
  return Math.floor(Math.max(0, line - STEP_LINES) / STEP_LINES) * STEP_LINES;
}

/** The chunks of a text from a line on, as far as one looks; their lines are counted from the text's beginning. */
export function chunksFrom(text: Lines, firstLine: number): readonly IndexedChunk[] {
  const lines: string[] = [];
  const end = Math.min(text.lineCount, firstLine + MOST_LINES);
  for (let line = firstLine, left = MOST_CHARACTERS; line < end && left > 0; line++) {
    const part = text.lineAt(line).text.slice(0, left);
    lines.push(part);
    left -= part.length + 1;
  }
  return indexChunks(lines.join('\n')).map((chunk) => ({ ...chunk, firstLine: chunk.firstLine + firstLine }));
}

/**
 * The chunks above and below a line, of which it is part of none: those below are cut from there on, so that what is written
 * in the line changes none.
 */
export function chunksAround(text: Lines, line: number): readonly IndexedChunk[] {
  const above = { lineCount: Math.min(line, text.lineCount), lineAt: (at: number) => text.lineAt(at) };
  const below = {
    lineCount: Math.min(text.lineCount, line + 1 + STEP_LINES),
    lineAt: (at: number) => text.lineAt(at),
  };
  return [...chunksFrom(above, firstIndexedLine(line)), ...chunksFrom(below, line + 1)];
}
