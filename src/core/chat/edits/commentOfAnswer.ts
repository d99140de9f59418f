import { commentSyntax } from '../../completion/commentSyntax.ts';
import { codeBlocks } from './extractCode.ts';

/** More than this is no comment but an essay. */
const MAX_LINES = 30;
/** A statement of its own; without the closing marks where the answer ended before them. */
const DOC_STRING = /^[ \t]*[rRuU]?("""|''')([^]*?)(?:\1|(?![^]))/mu;
/** A line that introduces what follows it, such as “Here is the comment:”. */
const INTRODUCTION = /^[^\n]*:\s*\n/u;

/** What an answer that was to be a documentation comment says. */
export type CommentOfAnswer =
  | { readonly kind: 'words'; readonly words: string }
  /** The answer ended before its first sentence did. */
  | { readonly kind: 'cut' }
  /** Code without a comment. */
  | { readonly kind: 'none' };

/**
 * The words of the comment in an answer, without its marks: of the first comment in it where it is code, as models
 * give the code with it though they shall not; else the sentences themselves. `isCutAnswer` tells that it was ended
 * before its end: its last sentence is then left out.
 */
export function commentOfAnswer(answer: string, isCutAnswer: boolean, languageId: string): CommentOfAnswer {
  const text = answer.replaceAll('\r\n', '\n');
  const block = codeBlocks(text).find(({ code }) => code.trim() !== '');
  const marked = commentIn(block?.code ?? text, languageId);
  const found = marked ?? (block === undefined ? proseIn(text) : undefined);
  if (found === undefined || found.text.trim() === '') {
    return { kind: 'none' };
  }
  const lines = found.text.split('\n');
  const isCut = isCutAnswer && !found.isClosed;
  const whole = isCut ? [...lines.slice(0, -1), wholeSentences(lines.at(-1) ?? '')] : lines;
  const words = whole
    .slice(0, MAX_LINES)
    .join('\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
  return words === '' ? { kind: 'cut' } : { kind: 'words', words };
}

/** Those of the line that the answer has to their ends. */
function wholeSentences(line: string): string {
  return /^.*[.!?。！？](?=\s|$)/u.exec(line)?.[0] ?? '';
}

interface Found {
  readonly text: string;
  /** Whether it has an end of its own, so that an answer that was cut has all of it. */
  readonly isClosed: boolean;
}

interface Placed extends Found {
  readonly index: number;
}

function commentIn(text: string, languageId: string): Found | undefined {
  const { line, block } = commentSyntax(languageId) ?? {};
  const string = languageId === 'python' ? docString(text) : undefined;
  if (string !== undefined) {
    return string;
  }
  const first = block === undefined ? undefined : blockComment(text, block);
  const run = line === undefined ? undefined : lineComment(text, line);
  return first !== undefined && (run === undefined || first.index < run.index) ? first : run;
}

/** The first comment that begins a line. */
function blockComment(text: string, [open, close]: readonly [string, string]): Placed | undefined {
  const start = `${escaped(open)}${open === '/*' ? String.raw`\**!?` : ''}`;
  const found = new RegExp(`^[ \\t]*${start}([^]*?)(?:${escaped(close)}|(?![^]))`, 'mu').exec(text);
  if (found === null) {
    return undefined;
  }
  const lines = (found[1] ?? '').split('\n').map((line) => {
    const bare = open === '/*' ? line.replace(/^\s*\*? ?/u, '') : line.trim();
    return bare.trimEnd();
  });
  return { text: lines.join('\n'), isClosed: found[0].endsWith(close), index: found.index };
}

function docString(text: string): Found | undefined {
  const [whole, marks = '', words = ''] = DOC_STRING.exec(text) ?? [];
  return whole === undefined
    ? undefined
    : {
        text: withoutIndentation(words),
        isClosed: whole.trimStart().length >= words.length + 2 * marks.length,
      };
}

/** The first lines that are nothing but comments. */
function lineComment(text: string, mark: string): Placed | undefined {
  const run = new RegExp(`^(?:[ \\t]*${escaped(mark)}[^\\n]*(?:\\n|(?![^])))+`, 'mu').exec(text);
  if (run === null) {
    return undefined;
  }
  // `///` and `---` are marks as well.
  const marks = new RegExp(`^[ \\t]*${escaped(mark)}${escaped(mark.slice(-1))}*!? ?`, 'u');
  const lines = run[0].trimEnd().split('\n');
  return {
    text: lines.map((line) => line.replace(marks, '').trimEnd()).join('\n'),
    isClosed: run.index + run[0].length < text.length,
    index: run.index,
  };
}

/** A text as a part of a regular expression. */
function escaped(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/gu, String.raw`\$&`);
}

/** Sentences; undefined for what reads as code. */
function proseIn(text: string): Found | undefined {
  const words = text.trim().replace(INTRODUCTION, '').trim();
  const [first = ''] = words.split('\n');
  const isProse = /^[\p{Lu}\p{Lo}“"'`*][^;{}=]*$/u.test(first) && /\s|\p{Lo}/u.test(first);
  return isProse ? { text: withoutRepeats(words.replaceAll('**', '')), isClosed: false } : undefined;
}

/** A small model says the same sentence again, with others in between. */
function withoutRepeats(text: string): string {
  const said = new Set<string>();
  return text
    .split('\n')
    .map((line) =>
      line
        .split(/(?<=[.!?])\s+/u)
        .filter((sentence) => sentence.trim() === '' || (!said.has(sentence) && said.add(sentence)))
        .join(' '),
    )
    .join('\n');
}

function withoutIndentation(text: string): string {
  const lines = text.split('\n');
  const indents = lines
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => /^\s*/u.exec(line)?.[0].length ?? 0);
  const common = Math.min(...indents, Infinity);
  return lines
    .map((line, index) => (index === 0 ? line.trim() : line.slice(common === Infinity ? 0 : common)))
    .join('\n');
}
