import { commentSyntax } from '../../completion/commentSyntax.ts';

/** Written in markup and in a script language. */
const MIXED = new Set('html vue svelte'.split(' '));
const BLOCK_END = /^\s*\*+\/\s*$|^\s*\/\*\*.*\*\/\s*$/u;
const BLOCK_START = /^\s*\/\*\*/u;
const BLOCK_LINE = /^\s*(?:\*|\/\*\*)/u;
const LINE_DOC = /^\s*\/\/\/(?!\s*<reference)/u;
/** Of TypeScript, Python, Java and others; of Rust and C#. */
const ATTRIBUTE = /^\s*(?:@[\w.]+(?:\(.*\))?|#?\[.*\])\s*$/u;

/**
 * The first line of what a comment is to be written for: of code that begins in line `start`, or above it where its
 * attributes and the comment that documents it already begin.
 */
export function documentSpan(lineAt: (line: number) => string, start: number): number {
  let first = start;
  while (first > 0 && ATTRIBUTE.test(lineAt(first - 1))) {
    first--;
  }
  let above = first;
  if (above > 0 && BLOCK_END.test(lineAt(above - 1))) {
    do {
      above--;
    } while (above > 0 && !BLOCK_START.test(lineAt(above)) && BLOCK_LINE.test(lineAt(above - 1)));
    return BLOCK_START.test(lineAt(above)) ? above : first;
  }
  while (above > 0 && LINE_DOC.test(lineAt(above - 1))) {
    above--;
  }
  return above;
}

/** The language that a comment for this code is written in; undefined where it has none. */
export function commentLanguage(languageId: string, code: string): string | undefined {
  const own = MIXED.has(languageId) && !/^\s*</u.test(code) ? 'typescript' : languageId;
  return commentSyntax(own) === undefined ? undefined : own;
}
