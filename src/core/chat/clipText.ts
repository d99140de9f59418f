import { type ContextItem } from './conversation.ts';

/** More than any model that the engine loads can read; it is kept with its turn, so that history files stay small. */
const MAX_CHARACTERS = 100_000;

/** A text as context: a long one is clipped to whole lines around `focusLine`, and says what it is a part of. */
export function clipText(
  text: string,
  focusLine?: number,
  maxCharacters = MAX_CHARACTERS,
): Pick<ContextItem, 'text' | 'focusLine' | 'partOf'> {
  if (text.length <= maxCharacters) {
    return { text, ...(focusLine === undefined ? {} : { focusLine }) };
  }
  const focus = offsetOfLine(text, focusLine ?? 0);
  const wantedStart = Math.max(0, Math.min(focus - maxCharacters / 2, text.length - maxCharacters));
  // The focus line itself must not be clipped away where one line is longer than all that is kept.
  const start = wantedStart === 0 ? 0 : Math.min(text.indexOf('\n', wantedStart - 1) + 1 || focus, focus);
  const room = start + maxCharacters;
  const lastEnd = text.lastIndexOf('\n', room);
  const end = lastEnd > focus && room < text.length ? lastEnd : Math.min(room, text.length);
  const firstLine = countLines(text.slice(0, start)) - 1;
  return {
    text: text.slice(start, end),
    ...(focusLine === undefined ? {} : { focusLine: focusLine - firstLine }),
    partOf: { firstLine, lines: countLines(text) },
  };
}

function offsetOfLine(text: string, line: number): number {
  let offset = 0;
  for (let at = 0; at < line; at++) {
    const end = text.indexOf('\n', offset);
    if (end === -1) {
      break;
    }
    offset = end + 1;
  }
  return offset;
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    lines++;
  }
  return lines;
}
