import { codeBlocks, extractCode } from './extractCode.ts';
import { fitToSelection, type SelectedCode } from './fitToSelection.ts';

/** What an answer says shall become of the code it is about. */
export type EditOfAnswer =
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'unchanged' }
  /** The limit of tokens ended the answer inside the code. */
  | { readonly kind: 'cut'; readonly code: string }
  /** The model wrote a line in place of code that it left out, such as `// ... the rest`. */
  | { readonly kind: 'abridged'; readonly code: string; readonly line: string }
  /** Words only. */
  | { readonly kind: 'words' };

/** A comment with nothing but dots, or with dots and words about code that is not there. */
const DOTS =
  /^(?:\/\/|\/\*|\{\/\*|#|--|;|%|<!--)\s*(?:\.{3}|…)\s*(?:\(?(?:the )?(?:rest|remaining|remainder|existing|other|previous|unchanged|same|code|more|omitted)\b.*|(?:\*\/\}?|-->)?)$/iu;
const WORDS =
  /^(?:\/\/|\/\*|#|--|;|%|<!--)\s*(?:the )?(?:rest of|remaining|existing|unchanged|same) (?:the |your )?(?:code|function|class|file|implementation|methods?|body)\b.*$/iu;

/** Reads a finished answer as a replacement of the selected code. */
export function editOfAnswer(answer: string, isCutAnswer: boolean, selected: SelectedCode): EditOfAnswer {
  const extracted = extractCode(answer, isCutAnswer);
  switch (extracted.kind) {
    case 'none':
      return { kind: 'words' };
    case 'cut':
      return extracted;
    case 'code': {
      const line = placeholderIn(extracted.code, selected.text);
      return line === undefined
        ? fitToSelection(extracted.code, selected)
        : { kind: 'abridged', code: extracted.code, line };
    }
  }
}

/**
 * The selected code as far as an answer on its way has rewritten it: its whole lines, then what the selection has after
 * as many. Undefined before the first line of code.
 */
export function growingEdit(answer: string, selected: SelectedCode): string | undefined {
  // The last line is still being written; it may become a fence.
  const whole = answer.slice(0, answer.lastIndexOf('\n') + 1).trimEnd();
  const code = codeBlocks(whole).at(-1)?.code ?? '';
  if (code.trim() === '') {
    return undefined;
  }
  const fitted = fitToSelection(code, selected);
  const written = (fitted.kind === 'replace' ? fitted.text : selected.text).trimEnd().split('\n');
  const rest = selected.text.split('\n').slice(written.length);
  return [...written, ...rest].join('\n');
}

/** A line that stands for code which was left out, unless the selection had it already. */
function placeholderIn(code: string, original: string): string | undefined {
  const known = new Set(original.split(/\r?\n/u).map((line) => line.trim()));
  return code
    .split('\n')
    .map((line) => line.trim())
    .find((line) => (DOTS.test(line) || WORDS.test(line)) && !known.has(line));
}
