import { isBlank } from '../lineText.ts';
import { indexChunks, type IndexedChunk } from './indexedText.ts';
import { CHUNK_LINES, lastLineOf, type TextChunk } from './textChunks.ts';

/** Of a long text, the lines around one; from where moves in such steps. */
const MOST_LINES = 1000;
const STEP_LINES = 500;
const MOST_CHARACTERS = 40_000;
/** Where lines are so long that fewer are looked at, from where moves in smaller steps. */
const LONG_STEP_LINES = 50;
/** Chunks further away than that, in which somebody was. */
const MOST_FAR = 8;

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
  const start = firstLineThatFits(text, line);
  const above = chunksFrom(upTo(text, line), start);
  const below = chunksFrom(upTo(text, line + 1 + STEP_LINES), line + 1);
  const last = below.at(-1);
  const end = last === undefined ? line + 1 : lastLineOf(last) + 1;
  const far: IndexedChunk[] = [];
  for (const place of places.filter((one) => one < start || (one >= end && one < text.lineCount))) {
    const chunk = place < start ? chunkAt(upTo(text, start), place, 0) : chunkAt(text, place, end);
    if (chunk !== undefined && far.length < MOST_FAR && far.every((other) => !isOverlapping(chunk, other))) {
      far.push(chunk);
    }
  }
  return [...above, ...below, ...far].sort((a, b) => a.firstLine - b.firstLine);
}

/** From which line on the lines before one are few enough to be looked at, all of them up to it. */
function firstLineThatFits(text: Lines, line: number): number {
  const first = firstIndexedLine(line);
  let start = Math.min(line, text.lineCount);
  for (let left = MOST_CHARACTERS; start > first; start--) {
    left -= text.lineAt(start - 1).text.length + 1;
    if (left < 0) {
      break;
    }
  }
  return Math.min(line, Math.ceil(start / LONG_STEP_LINES) * LONG_STEP_LINES);
}

/** The chunk that a line stands in. It is cut from the line's own surroundings: it stays as it is when those go elsewhere. */
function chunkAt(text: Lines, line: number, from: number): IndexedChunk | undefined {
  const isBlankAt = (at: number): boolean => at < from || isBlank(text.lineAt(at).text);
  const isStart = (at: number): boolean => isBlankAt(at - 1) && /^\S/u.test(text.lineAt(at).text);
  let start = line;
  const first = Math.max(from, start - CHUNK_LINES + 1);
  while (start > first && !isStart(start)) start--;
  const chunks = chunksFrom(upTo(text, start + 2 * CHUNK_LINES), Math.max(from, start));
  return chunks.findLast(({ firstLine }) => firstLine <= line);
}

function isOverlapping(one: TextChunk, other: TextChunk): boolean {
  return one.firstLine <= lastLineOf(other) && other.firstLine <= lastLineOf(one);
}

function upTo(text: Lines, end: number): Lines {
  return { lineCount: Math.min(end, text.lineCount), lineAt: (line) => text.lineAt(line) };
}
