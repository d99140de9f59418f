import { commentSyntax } from '../../completion/commentSyntax.ts';
import { wrapLine } from '../../text/wrapLine.ts';
import { withDocString } from './docString.ts';

/** Of the comment’s words. */
const MAX_LINE_CHARACTERS = 100;
/** Languages that document with `///`. */
const TRIPLE_SLASH = new Set('rust csharp swift dart zig fsharp'.split(' '));
/** Languages that document in blocks or with `///`, as projects like it. */
const EITHER = new Set(['c', 'cpp']);
/** What it documents follows in the next line. */
const OWN_BLOCK = /^((?:[ \t]*\n)*)[ \t]*\/\*\*(?:(?!\*\/)[^])*\*\/[ \t]*\n(?=[ \t]*\S)/u;
const OWN_LINES = /^((?:[ \t]*\n)*)(?:[ \t]*\/\/\/[^\n]*\n)+(?=[ \t]*\S)/u;
/** With the empty lines before and after it. */
const ANY_BLOCK = /^(?:[ \t]*\n)*[ \t]*\/\*((?:(?!\*\/)[^])*)\*\/[ \t]*\n((?:[ \t]*\n)*)/u;
/** Of a whole file, and not of what follows. */
const FILE_HEADER =
  /copyright|@licen[cs]e|licen[cs]ed under|SPDX-|@preserve|@fileoverview|@packageDocumentation/iu;
/** What only works in a file's first lines. */
const FIRST_LINES =
  /^(?:#!|<\?(?:php|xml)|<!DOCTYPE|@charset|# *(?:syntax=|-\*-|.*coding[:=]))[^\n]*(?:\n|$)/iu;

/**
 * Code with a documentation comment of these words: above it, and in Python as the first statement of what it is about.
 * It takes the place of one that is there already. Undefined where the language has no comments, or the code no place
 * for one.
 */
export function withDocComment(code: string, words: string, languageId: string): string | undefined {
  const lines = words
    .replaceAll(/\r\n?|[\u2028\u2029\v\f]/gu, '\n')
    .trim()
    .split('\n')
    .flatMap((line) => wrapLine(line.trimEnd(), MAX_LINE_CHARACTERS));
  const all = code.replaceAll('\r\n', '\n');
  if (words.trim() === '') {
    return undefined;
  }
  if (languageId === 'python') {
    return withDocString(all, lines);
  }
  const comment = commentOf(lines, languageId);
  if (comment === undefined) {
    return undefined;
  }
  const fileHead = fileHeadOf(all);
  const bare = withoutOwnComment(all.slice(fileHead.length), languageId);
  const [, head = '', body = ''] = /^((?:[ \t]*\n)*)([^]*)$/u.exec(bare) ?? [];
  const indentation = /^[ \t]*/u.exec(body)?.[0] ?? '';
  return fileHead + head + comment.map((line) => `${indentation}${line}\n`).join('') + body;
}

function withoutOwnComment(code: string, languageId: string): string {
  const hasLines = TRIPLE_SLASH.has(languageId) || EITHER.has(languageId);
  return code.replace(OWN_BLOCK, '$1').replace(hasLines ? OWN_LINES : /(?!)/u, '$1');
}

/** What stands above all code of a file: the interpreter's line, the licence, a comment with nothing right below it. */
function fileHeadOf(code: string): string {
  let head = '';
  for (;;) {
    const rest = code.slice(head.length);
    const [first = ''] = FIRST_LINES.exec(rest) ?? [];
    const [block, words = '', emptyLines = ''] = ANY_BLOCK.exec(rest) ?? [];
    if (first !== '') {
      head += first;
    } else if (block !== undefined && (emptyLines !== '' || FILE_HEADER.test(words))) {
      head += block;
    } else {
      return head;
    }
  }
}

function commentOf(lines: readonly string[], languageId: string): readonly string[] | undefined {
  if (TRIPLE_SLASH.has(languageId)) {
    return lines.map((line) => `/// ${line}`.trimEnd());
  }
  const { line: mark, block } = commentSyntax(languageId) ?? {};
  // In Go it is line comments that document.
  if (block?.[0] === '/*' && languageId !== 'go') {
    const safe = lines.map((line) => withoutClosers(line, '*/'));
    return safe.length === 1
      ? [`/** ${safe[0] ?? ''} */`]
      : ['/**', ...safe.map((line) => ` * ${line}`.trimEnd()), ' */'];
  }
  if (mark !== undefined) {
    return lines.map((line) => `${mark} ${line}`.trimEnd());
  }
  return block === undefined
    ? undefined
    : [`${block[0]} ${withoutClosers(lines.join(' '), block[1])} ${block[1]}`];
}

/** Nothing that was written may end the comment: a space in a closer makes it none, and no other one. */
function withoutClosers(text: string, closer: string): string {
  const broken = text.replaceAll(closer, `${closer.slice(0, -1)} ${closer.slice(-1)}`);
  // Browsers take this for the end, too.
  return closer === '-->' ? broken.replaceAll('--!>', '-- !>') : broken;
}
