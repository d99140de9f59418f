import { isBlank } from './lineText.ts';

/** Same lines, or groups of up to this many lines, that follow each other three times. */
const MAX_GROUP_LINES = 4;
const LINE_REPEATS = 3;
/** A line this long may stand in a suggestion twice, but not twice in a row; shorter ones (`break;`) may recur. */
const LONG_LINE = 10;
/** Longest pattern looked for at the end of a text, and how far back. */
const MAX_PATTERN = 60;
/** Rules of `-`, `=`, `*` and the like are drawn about as wide as a page. */
const MAX_RULE = 80;
const MAX_DIGIT_RUN = 16;
const MAX_RUN = 8;

/** How often a pattern of this length must end the text before it counts; short ones recur by nature. */
function requiredRepeats(pattern: string): number {
  if (!/[\p{L}\p{N}]/u.test(pattern)) return Math.ceil(MAX_RULE / pattern.length);
  if (pattern.length <= 3) return 8;
  return pattern.length < 10 ? 4 : 3;
}

/** Where the second of three equal groups of lines begins. */
function repeatedLines(rows: readonly string[]): number | undefined {
  for (let first = 0; first < rows.length; first += 1) {
    for (let size = 1; size <= MAX_GROUP_LINES; size += 1) {
      const end = first + size * LINE_REPEATS;
      if (end > rows.length) break;
      const group = rows.slice(first, end);
      const isRepeated = group.every((row, index) => row === group[index % size]);
      if (isRepeated && !group.every(isBlank)) return first + size;
    }
  }
  return undefined;
}

/** The third appearance of a long line, or the second where it directly follows the first. */
function recurringLine(rows: readonly string[]): number | undefined {
  const seen = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const line = row.trim();
    const count = (seen.get(line) ?? 0) + 1;
    seen.set(line, count);
    const isDoubled = index > 0 && rows[index - 1]?.trim() === line;
    if (line.length >= LONG_LINE && (isDoubled || count === LINE_REPEATS)) return index;
  }
  return undefined;
}

/** Where a short pattern that fills the end of the text comes for the second time. */
function repeatedTail(text: string): number | undefined {
  const end = text.length;
  for (let size = 2; size <= Math.min(MAX_PATTERN, end / 2); size += 1) {
    let start = end - size;
    while (start > 0 && text[start - 1] === text[start - 1 + size]) start -= 1;
    const pattern = text.slice(start, start + size);
    const repeats = (end - start) / size;
    if (repeats >= requiredRepeats(pattern) && !isRun(pattern)) return start + size;
  }
  return undefined;
}

const isRun = (pattern: string): boolean => /^(.)\1*$/su.test(pattern);

/** Where a run of one character gets longer than anyone would type. */
function overlongRun(text: string): number | undefined {
  for (const { 0: run, 1: character = '', index } of text.matchAll(/(.)\1{8,}/gu)) {
    if (/[-=*_#~/+.\s─═]/u.test(character)) {
      if (run.length > MAX_RULE) return index + MAX_RULE;
    } else if (run.length > (/\d/.test(character) ? MAX_DIGIT_RUN : MAX_RUN)) {
      return index;
    }
  }
  return undefined;
}

/** Where a text has said everything once and begins to repeat itself; `undefined` when it does not. */
export function repetitionStart(text: string): number | undefined {
  const rows = text.split('\n');
  const row = repeatedLines(rows) ?? recurringLine(rows);
  const rowStart = row === undefined ? undefined : rows.slice(0, row).join('\n').length;
  const starts = [rowStart, repeatedTail(text), overlongRun(text)].filter((start) => start !== undefined);
  return starts.length === 0 ? undefined : Math.min(...starts);
}
