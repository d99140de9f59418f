import { commentSyntax } from './commentSyntax.ts';
import { isProse } from './languageTraits.ts';

const CLOSER_OF: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '（': '）',
  '【': '】',
  '「': '」',
  '『': '』',
  '《': '》',
  '“': '”',
};
const CLOSERS = new Set(Object.values(CLOSER_OF));

/** Languages where `'` is no string quote (lifetimes, symbols, transposition) but may wrap one character. */
const APOSTROPHE_LANGUAGES = new Set(
  'rust haskell ocaml lisp commonlisp clojure scheme racket matlab vb'.split(' '),
);

/** Characters that mean nothing to the scan, to be passed over at once. */
const PLAIN_IN_CODE = /[\w\s.,=]+/y;
const PLAIN_IN_STRING = /[^"'`\\\n$]+/y;

const REGEXP_LANGUAGE = /^(?:typescript|javascript)/;
const REGEXP_LITERAL = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//y;

/** Where in the syntax a scan stands: what it would need to go on. */
export interface BracketState {
  /** The closers that are owed, innermost last; `${` owes the `}` that leads back into its template. */
  readonly open: readonly string[];
  /** What ends the string or comment the scan stands in; empty in code. */
  readonly until: string;
}

/** A bracket or quote that closes something opened before the scanned text, or nothing at all. */
export interface OuterClosing {
  readonly index: number;
  readonly character: string;
  /** `unopened`: nothing owed this closer, or the text's own open bracket stands in between. */
  readonly kind: 'outer' | 'unopened';
}

/** The state after a text, and what the text closed that it had not opened. */
export interface BracketScan extends BracketState {
  readonly closings: readonly OuterClosing[];
  /** How many brackets were still open when one around them was closed. */
  readonly unclosed: number;
}

interface Scan {
  readonly text: string;
  readonly languageId: string;
  /** How many of the open brackets were opened before the text. */
  outerDepth: number;
  readonly open: string[];
  readonly closings: OuterClosing[];
  unclosed: number;
  until: string;
  /** Whether the string the scan stands in was opened before the text. */
  inOuterString: boolean;
}

/**
 * Follows brackets through a text, skipping strings and comments as well as one pass without a grammar can:
 * here-documents, and regular expressions outside JavaScript, are read as code.
 */
export function scanBrackets(
  text: string,
  languageId: string,
  start: BracketState = { open: [], until: '' },
): BracketScan {
  const scan: Scan = {
    text,
    languageId,
    outerDepth: start.open.length,
    open: [...start.open],
    closings: [],
    unclosed: 0,
    until: start.until,
    inOuterString: start.until !== '',
  };
  for (let index = 0; index < text.length;) {
    index += scan.until === '' ? readCode(scan, index) : readInside(scan, index);
  }
  return { open: scan.open, until: scan.until, closings: scan.closings, unclosed: scan.unclosed };
}

/** Reads on inside a string or comment; returns how many characters were read. */
function readInside(scan: Scan, index: number): number {
  const { text, until } = scan;
  const isString = /^["'`]/.test(until);
  const plain = isString ? lengthOf(PLAIN_IN_STRING, text, index) : untilComment(text, until, index);
  if (plain > 0) return plain;
  if (isString && text[index] === '\\') return 2;
  if (until === '`' && text.startsWith('${', index)) {
    scan.open.push('${');
    leave(scan);
    return 2;
  }
  if (text.startsWith(until, index)) {
    if (isString && scan.inOuterString) scan.closings.push({ index, character: until, kind: 'outer' });
    leave(scan);
    return until.length;
  }
  // An unclosed quote ends with its line.
  if (text[index] === '\n' && /^["']$/.test(until)) leave(scan);
  return 1;
}

/** How many characters from here on match a sticky pattern. */
function lengthOf(pattern: RegExp, text: string, index: number): number {
  pattern.lastIndex = index;
  return pattern.test(text) ? pattern.lastIndex - index : 0;
}

function untilComment(text: string, until: string, index: number): number {
  const end = text.indexOf(until, index);
  return (end === -1 ? text.length : end) - index;
}

function leave(scan: Scan): void {
  scan.until = '';
  scan.inOuterString = false;
}

/** Reads on in code; returns how many characters were read. */
function readCode(scan: Scan, index: number): number {
  const plain = lengthOf(PLAIN_IN_CODE, scan.text, index);
  if (plain > 0) return plain;
  const character = scan.text.charAt(index);
  const opening = isProse(scan.languageId) ? undefined : stringOrComment(scan, index, character);
  if (opening !== undefined) {
    scan.until = opening.until;
    return opening.length;
  }
  const owed = CLOSER_OF[character];
  if (owed !== undefined) scan.open.push(owed);
  else if (CLOSERS.has(character)) close(scan, index, character);
  return 1;
}

function close(scan: Scan, index: number, character: string): void {
  const depth = scan.open.findLastIndex((owed) => owed === character || (owed === '${' && character === '}'));
  const hasOwnOpen = scan.open.length > scan.outerDepth;
  const isOuter = depth < scan.outerDepth;
  if (depth === -1 || (hasOwnOpen && isOuter)) {
    scan.closings.push({ index, character, kind: 'unopened' });
    return;
  }
  if (scan.open[depth] === '${') {
    scan.until = '`';
    scan.inOuterString = isOuter;
  }
  if (isOuter) {
    scan.closings.push({ index, character, kind: 'outer' });
    scan.outerDepth = depth;
  }
  scan.unclosed += scan.open.length - 1 - depth;
  scan.open.length = depth;
}

/** What ends the string or comment that starts here, and how long its opening is. */
function stringOrComment(
  { text, languageId }: Scan,
  index: number,
  character: string,
): { until: string; length: number } | undefined {
  const comment = commentSyntax(languageId);
  if (comment?.block !== undefined && text.startsWith(comment.block[0], index)) {
    return { until: comment.block[1], length: comment.block[0].length };
  }
  if (comment?.line !== undefined && startsLineComment(text, index, comment.line)) {
    return { until: '\n', length: comment.line.length };
  }
  if (character === '/' && REGEXP_LANGUAGE.test(languageId)) return regularExpression(text, index);
  return /["'`]/.test(character) ? quote(text, languageId, index) : undefined;
}

function startsLineComment(text: string, index: number, mark: string): boolean {
  if (!text.startsWith(mark, index)) return false;
  // `$#`, `${#list}` and `a#b` are no comments.
  return mark !== '#' || index === 0 || /\s/.test(text.charAt(index - 1));
}

/** A slash where a value is expected begins a regular expression, which is read to its end at once. */
function regularExpression(text: string, index: number): { until: string; length: number } | undefined {
  const before = text.slice(Math.max(0, index - 40), index);
  if (!/(?:^|[(,=:[!&|?{};+\n]|=>|\breturn)\s*$/.test(before)) return undefined;
  REGEXP_LITERAL.lastIndex = index;
  const [literal] = REGEXP_LITERAL.exec(text) ?? [];
  return literal === undefined ? undefined : { until: '', length: literal.length };
}

function quote(
  text: string,
  languageId: string,
  index: number,
): { until: string; length: number } | undefined {
  const mark = text.charAt(index);
  if (mark === "'" && APOSTROPHE_LANGUAGES.has(languageId)) {
    const literal = /^'(?:\\.|[^\\'\n])'/.exec(text.slice(index, index + 4));
    return literal === null ? undefined : { until: '', length: literal[0].length };
  }
  const triple = mark.repeat(3);
  const isTriple = mark !== '`' && languageId === 'python' && text.startsWith(triple, index);
  return isTriple ? { until: triple, length: 3 } : { until: mark, length: 1 };
}

/** Whether only what an editor closes by itself, and the separators after it, stands in the text. */
export const isOnlyClosers = (text: string): boolean => /^[\s)\]}"'`;,）】」』》”]*$/.test(text);

/** How many characters a line has beside brackets, quotes, separators and white space. */
export const substance = (line: string): number =>
  line.replace(/[\s()[\]{}"'`;,:（）【】「」『』《》“”]/g, '').length;
