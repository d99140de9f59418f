import { indexChunks, type IndexedChunk } from './indexedText.ts';

/** Of a long text, the lines around one; from where moves in such steps. */
const MOST_LINES = 1000;
const STEP_LINES = 500;
const MOST_CHARACTERS = 40_000;
/** So many more steps are looked at where somebody was in them. */
const MOST_FAR = 2;

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
 * in the line changes none. Of a long text, those in which somebody was lately are there as well, however far they are.
 *
 * @param places lines in which somebody was, those of last first
 */
export function chunksAround(
  text: Lines,
  line: number,
  places: readonly number[] = [],
): readonly IndexedChunk[] {
  const near = firstIndexedLine(line);
  const end = line + 1 + STEP_LINES;
  const isFar = (place: number): boolean => place < text.lineCount && (place < near || place >= end);
  const steps = places.filter(isFar).map((place) => Math.floor(place / STEP_LINES) * STEP_LINES);
  const far = [...new Set(steps)].slice(0, MOST_FAR).toSorted((a, b) => a - b);
  const above = [...far.filter((step) => step < near), near, near + STEP_LINES];
  const below = far.filter((step) => step >= near);
  return [
    // Each by itself: where one begins does not depend on how far one looks, and long lines in one leave room for the next.
    ...above.flatMap((step) => chunksFrom(upTo(text, Math.min(step + STEP_LINES, line)), step)),
    ...chunksFrom(upTo(text, end), line + 1),
    ...below.flatMap((step) => chunksFrom(upTo(text, step + STEP_LINES), Math.max(step, end))),
  ];
}

function upTo(text: Lines, end: number): Lines {
  return { lineCount: Math.min(end, text.lineCount), lineAt: (line) => text.lineAt(line) };
}
