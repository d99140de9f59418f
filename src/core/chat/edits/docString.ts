import { scanBrackets } from '../../completion/brackets.ts';

/** A string that is a statement of its own, on lines of its own. */
const OWN = /^(?:[ \t]*\n)*[ \t]*[rRuU]?("""|''')(?:(?!\1)[^])*\1[ \t]*(?:#[^\n]*)?(?:\n|(?![^]))/u;
const HEAD = /^\s*(?:async\s+def|def|class)\b/u;
const DECORATOR_OR_COMMENT = /^\s*(?:[@#].*)?$/u;

/**
 * Python with these words as the documentation string of the function or class that it begins with, in the place of one
 * that is there. Undefined where it begins with something else, or where the body stands in the signature's line.
 */
export function withDocString(code: string, words: readonly string[]): string | undefined {
  const lines = code.split('\n');
  const start = signatureStart(lines);
  const end = start === undefined ? undefined : signatureEnd(lines, start);
  if (start === undefined || end === undefined) {
    return undefined;
  }
  const body = lines.slice(end + 1).join('\n');
  const rest = body.replace(OWN, '');
  const inner = leadingSpace(body.split('\n').find((line) => line.trim() !== ''));
  const outer = leadingSpace(lines[start]);
  const indentation = inner.length > outer.length ? inner : `${outer}    `;
  const comment = docString(words).map((line) => (line === '' ? '' : indentation + line));
  return [...lines.slice(0, end + 1), ...comment, ...(rest === '' ? [] : [rest])].join('\n');
}

/** The line that begins the signature: nothing but decorators and comments stands above it. */
function signatureStart(lines: readonly string[]): number | undefined {
  for (const [at, line] of lines.entries()) {
    const above = scanBrackets(`${lines.slice(0, at).join('\n')}\n`, 'python');
    if (above.until !== '') {
      return undefined;
    }
    const isInDecorator = above.open.length > 0;
    if (!isInDecorator && HEAD.test(line)) {
      return at;
    }
    if (!isInDecorator && !DECORATOR_OR_COMMENT.test(line)) {
      return undefined;
    }
  }
  return undefined;
}

/** The first line from there on that ends with a colon, in no bracket and no string. */
function signatureEnd(lines: readonly string[], start: number): number | undefined {
  for (let end = start; end < lines.length; end++) {
    const line = lines[end] ?? '';
    const { open, until } = scanBrackets(`${lines.slice(start, end + 1).join('\n')}\n`, 'python');
    if (open.length === 0 && until === '' && !line.trimEnd().endsWith('\\')) {
      return /:\s*(?:#.*)?$/u.test(line) ? end : undefined;
    }
  }
  return undefined;
}

function docString(words: readonly string[]): readonly string[] {
  const [first = '', ...others] = words.map((line) => line.replaceAll('\\', '\\\\').replaceAll('"""', "'''"));
  // A quotation mark at the end would be taken for one of the three.
  return others.length === 0 && !first.endsWith('"') ? [`"""${first}"""`] : [`"""${first}`, ...others, '"""'];
}

function leadingSpace(line = ''): string {
  return /^\s*/u.exec(line)?.[0] ?? '';
}
