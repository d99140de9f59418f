import { commentSyntax } from '../../completion/commentSyntax.ts';
import { wrapLine } from '../../text/wrapLine.ts';

/** Of the comment’s words. */
const MAX_LINE_CHARACTERS = 100;

/**
 * Code with a documentation comment of these words, for models that answer with the words alone: above it, and in
 * Python as the first statement of what it is about. Undefined where the language has no comments.
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
  const [, head = '', body = ''] = /^((?:[ \t]*\n)*)([^]*)$/u.exec(code.replaceAll('\r\n', '\n')) ?? [];
  const indentation = /^[ \t]*/u.exec(body)?.[0] ?? '';
  return head + comment.map((line) => `${indentation}${line}\n`).join('') + body;
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
  return [...lines.slice(0, end + 1), ...comment, ...lines.slice(end + 1)].join('\n');
}

function docString(words: readonly string[]): readonly string[] {
  const [first = '', ...others] = words.map((line) => line.replaceAll('\\', '\\\\').replaceAll('"""', "'''"));
  return others.length === 0 ? [`"""${first}"""`] : [`"""${first}`, ...others, '"""'];
}

function leadingSpace(line = ''): string {
  return /^\s*/u.exec(line)?.[0] ?? '';
}
