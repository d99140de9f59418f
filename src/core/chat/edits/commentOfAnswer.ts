import { commentSyntax } from '../../completion/commentSyntax.ts';
import { codeBlocks } from './extractCode.ts';

/** More than this is no comment but an essay. */
const MAX_LINES = 30;
const DOC_STRING = /(?:"""|''')([^]*?)(?:"""|'''|$)/u;
const BLOCK = /\/\*+!?([^]*?)(?:\*\/|$)/u;
/** A line that introduces what follows it, such as “Here is the comment:”. */
const INTRODUCTION = /^[^\n]*:\s*\n/u;

/** What an answer that was to be a documentation comment says. */
export type CommentOfAnswer =
  | { readonly kind: 'words'; readonly words: string }
  /** The answer ended before its first line did. */
  | { readonly kind: 'cut' }
  /** Code without a comment. */
  | { readonly kind: 'none' };

/**
 * The words of the comment in an answer, without its marks: of the first comment in it where it is code, as models
 * give the code with it though they shall not; else the sentences themselves. `isCutAnswer` tells that it was ended
 * before its end: its last line is then left out.
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
  const whole = isCut ? lines.slice(0, -1) : lines;
  const words = whole
    .slice(0, MAX_LINES)
    .join('\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
  return words === '' ? { kind: 'cut' } : { kind: 'words', words };
}

interface Found {
  readonly text: string;
  /** Whether it has an end of its own, so that an answer that was cut has all of it. */
  readonly isClosed: boolean;
}

function commentIn(text: string, languageId: string): Found | undefined {
  const syntax = commentSyntax(languageId);
  const string = languageId === 'python' ? docString(text) : undefined;
  if (string !== undefined) {
    return string;
  }
  const block = syntax?.block?.[0] === '/*' ? BLOCK.exec(text) : null;
  const run = syntax?.line === undefined ? undefined : lineComment(text, syntax.line);
  if (block !== null && (run === undefined || block.index < run.index)) {
    const lines = (block[1] ?? '').split('\n').map((line) => line.replace(/^\s*\*? ?/u, '').trimEnd());
    return { text: lines.join('\n'), isClosed: block[0].endsWith('*/') };
  }
  return run;
}

function docString(text: string): Found | undefined {
  const string = DOC_STRING.exec(text);
  return string === null
    ? undefined
    : { text: withoutIndentation(string[1] ?? ''), isClosed: /(?:"""|''')$/u.test(string[0].slice(3)) };
}

/** The first lines that are nothing but comments. */
function lineComment(text: string, mark: string): (Found & { readonly index: number }) | undefined {
  const escaped = mark.replaceAll(/[$()*+./?[\\\]^{|}]/gu, String.raw`\$&`);
  const run = new RegExp(`^(?:[ \\t]*${escaped}[^\\n]*(?:\\n|$))+`, 'mu').exec(text);
  if (run === null) {
    return undefined;
  }
  const marks = new RegExp(`^[ \\t]*(?:${escaped})+!? ?`, 'u');
  const lines = run[0].trimEnd().split('\n');
  return {
    text: lines.map((line) => line.replace(marks, '').trimEnd()).join('\n'),
    isClosed: run.index + run[0].length < text.length,
    index: run.index,
  };
}

/** Sentences; undefined for what reads as code. */
function proseIn(text: string): Found | undefined {
  const words = text.trim().replace(INTRODUCTION, '').trim();
  const [first = ''] = words.split('\n');
  const isProse = /^[\p{Lu}\p{Lo}“"'`*][^;{}=]*$/u.test(first) && /\s|\p{Lo}/u.test(first);
  return isProse ? { text: words.replaceAll('**', ''), isClosed: false } : undefined;
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
