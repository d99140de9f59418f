import { opensBlock } from '../../src/core/completion/blockOpener.ts';
import { isOnlyClosers } from '../../src/core/completion/brackets.ts';
import { indentationColumns, isBlank, leadingWhitespace } from '../../src/core/completion/lineText.ts';

/** What a case asks for. */
export const CASE_KINDS = ['line-rest', 'next-line', 'line-middle', 'block', 'block-rest'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** A document cut in three: what stands before the cursor, what the author wrote there, and what follows. */
export interface Cut {
  readonly prefix: string;
  readonly expected: string;
  readonly suffix: string;
}

/** Numbers from 0 up to 1. */
export type Random = () => number;

/** A shorter rest is no help to anyone. */
const MIN_EXPECTED = 3;
const MAX_LINE = 160;
const MIN_BLOCK_LINES = 2;
/** What the pipeline writes at most is twelve lines. */
const MAX_BLOCK_LINES = 10;
/** Comparable to what tabs look like in an editor; only their order counts. */
const TAB_SIZE = 4;

/** Cuts a document at a random place for one kind of case; undefined where it has no such place. */
export function cutCase(kind: CaseKind, text: string, languageId: string, random: Random): Cut | undefined {
  const lines = text.split('\n');
  switch (kind) {
    case 'line-rest':
      return cutLine(lines, random, restOfLine);
    case 'line-middle':
      return cutLine(lines, random, middleOfLine);
    case 'next-line':
      return cutLine(lines, random, wholeLine);
    case 'block':
      return cutBlock(lines, languageId, random);
    case 'block-rest':
      return cutBlockRest(lines, random);
  }
}

/** Where in a line the cursor stands and the expectation ends, as columns. */
type Span = readonly [start: number, end: number];
type ChooseSpan = (line: string, number: number, random: Random) => Span | undefined;

function cutLine(lines: readonly string[], random: Random, choose: ChooseSpan): Cut | undefined {
  const spans = lines.flatMap((line, number) => {
    const isUsable = number > 0 && line.length <= MAX_LINE && line.trim().length >= MIN_EXPECTED;
    const span = isUsable ? choose(line, number, random) : undefined;
    return span === undefined ? [] : [{ number, span }];
  });
  const chosen = spans[Math.floor(random() * spans.length)];
  if (chosen === undefined) {
    return undefined;
  }
  const line = lines[chosen.number] ?? '';
  const [start, end] = chosen.span;
  return {
    prefix: [...lines.slice(0, chosen.number), line.slice(0, start)].join('\n'),
    expected: line.slice(start, end),
    suffix: [line.slice(end), ...lines.slice(chosen.number + 1)].join('\n'),
  };
}

/** From anywhere behind the first visible character to the line's end. */
const restOfLine: ChooseSpan = (line, _number, random) => {
  const end = line.trimEnd().length;
  const first = leadingWhitespace(line).length + 1;
  const last = end - MIN_EXPECTED;
  return last < first ? undefined : [between(first, last, random), end];
};

/** Some characters with more of the line on both sides. */
const middleOfLine: ChooseSpan = (line, _number, random) => {
  const first = leadingWhitespace(line).length + 1;
  const end = line.trimEnd().length - 1;
  if (end - first < MIN_EXPECTED) {
    return undefined;
  }
  const start = between(first, end - MIN_EXPECTED, random);
  const stop = between(start + MIN_EXPECTED, end, random);
  return isBlank(line.slice(start, stop)) ? undefined : [start, stop];
};

/** The line whole, behind the indentation that the editor gives it. */
const wholeLine: ChooseSpan = (line) => [leadingWhitespace(line).length, line.trimEnd().length];

/** From a whole number to another, both of them included. */
const between = (first: number, last: number, random: Random): number =>
  first + Math.floor(random() * (last - first + 1));

/** Lines of a document, from a column of the first one. */
interface Rows {
  readonly first: number;
  readonly column: number;
  readonly last: number;
}

/** The lines inside a block, asked for at the end of the line that opens it. */
function cutBlock(lines: readonly string[], languageId: string, random: Random): Cut | undefined {
  const blocks = lines.flatMap((line, first): readonly Rows[] => {
    const last = opensBlock(line, languageId) ? lastAtLeast(columnsOf(line) + 1, lines, first) : first;
    return isBlockLong(last - first) ? [{ first, column: line.trimEnd().length, last }] : [];
  });
  return cutRows(lines, blocks, random);
}

/** The last lines of a block, asked for on an empty line in their indentation. */
function cutBlockRest(lines: readonly string[], random: Random): Cut | undefined {
  const rests = lines.flatMap((line, first): readonly Rows[] => {
    if (first === 0 || columnsOf(line) === 0 || isOnlyClosers(line)) {
      return [];
    }
    const last = lastAtLeast(columnsOf(line), lines, first);
    return isBlockLong(last - first + 1) ? [{ first, column: leadingWhitespace(line).length, last }] : [];
  });
  return cutRows(lines, rests, random);
}

function cutRows(lines: readonly string[], choices: readonly Rows[], random: Random): Cut | undefined {
  const rows = choices[Math.floor(random() * choices.length)];
  if (rows === undefined) {
    return undefined;
  }
  const { first, column, last } = rows;
  const line = lines[first] ?? '';
  return {
    prefix: [...lines.slice(0, first), line.slice(0, column)].join('\n'),
    expected: [line.slice(column), ...lines.slice(first + 1, last + 1)].join('\n'),
    suffix: `\n${lines.slice(last + 1).join('\n')}`,
  };
}

const isBlockLong = (count: number): boolean => count >= MIN_BLOCK_LINES && count <= MAX_BLOCK_LINES;

const columnsOf = (line: string): number => indentationColumns(line, TAB_SIZE);

/** The number of the last line with so many columns or more that follows a line without one of fewer between. */
function lastAtLeast(columns: number, lines: readonly string[], before: number): number {
  let last = before;
  for (let number = before + 1; number < lines.length; number++) {
    const line = lines[number] ?? '';
    if (isBlank(line)) {
      continue;
    }
    if (columnsOf(line) < columns) {
      break;
    }
    last = number;
  }
  return last;
}
