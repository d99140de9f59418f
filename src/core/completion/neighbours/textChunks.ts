import { isBlank } from '../lineText.ts';

/** A function of usual length, or a few of them; a third of a small context holds several. */
export const CHUNK_LINES = 20;
const MOST_CHARACTERS = 1000;
/** A chunk that ends earlier than this says too little by itself. */
const FEWEST_LINES = 6;

/** Lines of a text that stand together. */
export interface TextChunk {
  /** Counted from 0. */
  readonly firstLine: number;
  readonly text: string;
}

/** The last line that a chunk has, counted as its first one is. */
export function lastLineOf({ firstLine, text }: TextChunk): number {
  return firstLine + text.split('\n').length - 1;
}

/**
 * Cuts a text into chunks of whole lines, best behind a blank line or before one that is not indented. Where one begins
 * depends on the text before it alone: a change further down moves none.
 */
export function textChunks(text: string): readonly TextChunk[] {
  const lines = text.split('\n');
  const chunks: TextChunk[] = [];
  for (let start = 0; start < lines.length;) {
    const end = chunkEnd(lines, start);
    const chunk = trimmedChunk(lines, start, end);
    if (chunk !== undefined) {
      chunks.push(chunk);
    }
    start = end;
  }
  return chunks;
}

/** The lines from one to another, as many as a chunk holds; undefined where they say nothing. */
export function chunkOf(text: string, firstLine: number, lastLine: number): TextChunk | undefined {
  const lines = text.split('\n').slice(0, lastLine + 1);
  return trimmedChunk(lines, firstLine, fittingEnd(lines, firstLine));
}

/** The line behind the last that a chunk from `start` on has room for; at least one. */
function fittingEnd(lines: readonly string[], start: number): number {
  let characters = 0;
  let end = start;
  while (end < Math.min(lines.length, start + CHUNK_LINES)) {
    characters += (lines[end] ?? '').length + 1;
    if (characters > MOST_CHARACTERS && end > start) {
      break;
    }
    end++;
  }
  return Math.max(end, start + 1);
}

function chunkEnd(lines: readonly string[], start: number): number {
  const most = fittingEnd(lines, start);
  if (most === lines.length) {
    return most;
  }
  const border = (isBorder: (line: number) => boolean): number | undefined => {
    for (let end = most; end >= start + FEWEST_LINES; end--) {
      if (isBorder(end)) return end;
    }
    return undefined;
  };
  const isBlankBefore = (end: number): boolean => isBlank(lines[end - 1] ?? '');
  const isUnindented = (end: number): boolean => /^[\p{L}\p{N}_@#<"'/]/u.test(lines[end] ?? '');
  return (
    border((end) => isBlankBefore(end) && isUnindented(end)) ??
    border(isUnindented) ??
    border(isBlankBefore) ??
    most
  );
}

/** Without blank lines at both ends, and without what a line too long for any prompt says. */
function trimmedChunk(lines: readonly string[], start: number, end: number): TextChunk | undefined {
  let [first, last] = [start, Math.min(end, lines.length)];
  while (first < last && isBlank(lines[first] ?? '')) first++;
  while (last > first && isBlank(lines[last - 1] ?? '')) last--;
  const text = lines.slice(first, last).join('\n');
  return text === '' || text.length > MOST_CHARACTERS ? undefined : { firstLine: first, text };
}
