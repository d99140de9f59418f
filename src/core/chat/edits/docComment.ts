import { commentSyntax } from '../../completion/commentSyntax.ts';
import { wrapLine } from '../../text/wrapLine.ts';

/** Of the comment’s words. */
const MAX_LINE_CHARACTERS = 100;

/** What it documents follows in the next line. */
const OWN_BLOCK = /^((?:[ \t]*\n)*)[ \t]*\/\*\*(?:(?!\*\/)[^])*\*\/[ \t]*\n(?=[ \t]*\S)/u;
/** With the empty lines before and after it. */
const ANY_BLOCK = /^(?:[ \t]*\n)*[ \t]*\/\*((?:(?!\*\/)[^])*)\*\/[ \t]*\n((?:[ \t]*\n)*)/u;
/** Of a whole file, and not of what follows. */
const FILE_HEADER = /copyright|licen[cs]e|SPDX|@preserve|@file|@module|@packageDocumentation/iu;
const OWN_DOC_STRING = /^\s*(?:"""[^]*?"""|'''[^]*?''')[ \t]*$/mu;

/**
 * Code with a documentation comment of these words: above it, and in Python as the first statement of what it is about.
 * It takes the place of one that is there already. Undefined where the language has no comments.
 */
export function withDocComment(code: string, words: string, languageId: string): string | undefined {
  const lines = words
    .replaceAll('\r\n', '\n')
    .trim()
    .split('\n')
    .flatMap((line) => wrapLine(line.trimEnd(), MAX_LINE_CHARACTERS));
  if (words.trim() === '') {
    return undefined;
  }
  if (languageId === 'python') {
    return withDocString(code, lines);
  }
  const comment = commentOf(lines, languageId);
  if (comment === undefined) {
    return undefined;
  }
  const all = code.replaceAll('\r\n', '\n');
  const fileHead = fileHeadOf(all);
  const bare = all.slice(fileHead.length).replace(OWN_BLOCK, '$1');
  const [, head = '', body = ''] = /^((?:[ \t]*\n)*)([^]*)$/u.exec(bare) ?? [];
  const indentation = /^[ \t]*/u.exec(body)?.[0] ?? '';
  return fileHead + head + comment.map((line) => `${indentation}${line}\n`).join('') + body;
}

/** What stands above all code of a file: the interpreter's line, the licence, a comment with nothing right below it. */
function fileHeadOf(code: string): string {
  let head = /^#![^\n]*\n/u.exec(code)?.[0] ?? '';
  for (;;) {
    const [block, words = '', emptyLines = ''] = ANY_BLOCK.exec(code.slice(head.length)) ?? [];
    if (block === undefined || (emptyLines === '' && !FILE_HEADER.test(words))) {
      return head;
    }
    head += block;
  }
}

function commentOf(lines: readonly string[], languageId: string): readonly string[] | undefined {
  if (languageId === 'rust') {
    return lines.map((line) => `/// ${line}`.trimEnd());
  }
  const { line: mark, block } = commentSyntax(languageId) ?? {};
  // In Go it is line comments that document.
  if (block?.[0] === '/*' && languageId !== 'go') {
    const safe = lines.map((line) => line.replaceAll('*/', '* /'));
    return safe.length === 1
      ? [`/** ${safe[0] ?? ''} */`]
      : ['/**', ...safe.map((line) => ` * ${line}`.trimEnd()), ' */'];
  }
  if (mark !== undefined) {
    return lines.map((line) => `${mark} ${line}`.trimEnd());
  }
  return block === undefined
    ? undefined
    : [`${block[0]} ${lines.join(' ').replaceAll(block[1], '')} ${block[1]}`];
}

/** After the line that ends the signature; undefined where there is none. */
function withDocString(code: string, words: readonly string[]): string | undefined {
  const lines = code.replaceAll('\r\n', '\n').split('\n');
  const start = lines.findIndex((line) => /^\s*(?:async\s+def|def|class)\b/u.test(line));
  const end = lines.findIndex((line, index) => index >= start && /:\s*(?:#.*)?$/u.test(line));
  if (start === -1 || end === -1) {
    return undefined;
  }
  const outer = leadingSpace(lines[start]);
  const inner = leadingSpace(lines.slice(end + 1).find((line) => line.trim() !== ''));
  const indentation = inner.length > outer.length ? inner : `${outer}    `;
  const comment = docString(words).map((line) => (line === '' ? '' : indentation + line));
  return [...lines.slice(0, end + 1), ...comment, ...withoutDocString(lines.slice(end + 1))].join('\n');
}

/** The lines after a signature, without the string that documented it. */
function withoutDocString(lines: readonly string[]): readonly string[] {
  const body = lines.join('\n');
  const own = OWN_DOC_STRING.exec(body);
  return own === null || body.slice(0, own.index).trim() !== ''
    ? lines
    : body.slice(own.index + own[0].length + 1).split('\n');
}

function docString(words: readonly string[]): readonly string[] {
  const [first = '', ...others] = words.map((line) => line.replaceAll('\\', '\\\\').replaceAll('"""', "'''"));
  return others.length === 0 ? [`"""${first}"""`] : [`"""${first}`, ...others, '"""'];
}

function leadingSpace(line = ''): string {
  return /^\s*/u.exec(line)?.[0] ?? '';
}
