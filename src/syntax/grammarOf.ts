/** How a language is read. */
export interface GrammarUse {
  /** The part of the grammar's file name after `tree-sitter-`. */
  readonly name: string;
  /** What is put before and after a text to make it one of the grammar's. */
  readonly around: readonly [before: string, after: string];
}

const plain = (name: string): GrammarUse => ({ name, around: ['', ''] });

/** JSON is an expression of JavaScript. */
const JSON_IN_JAVASCRIPT: GrammarUse = { name: 'javascript', around: ['(', '\n)'] };

const GRAMMARS: ReadonlyMap<string, GrammarUse> = new Map([
  ['typescript', plain('typescript')],
  ['typescriptreact', plain('tsx')],
  ['javascript', plain('javascript')],
  ['javascriptreact', plain('javascript')],
  ['json', JSON_IN_JAVASCRIPT],
  ['jsonc', JSON_IN_JAVASCRIPT],
  ['python', plain('python')],
  ['go', plain('go')],
  ['rust', plain('rust')],
  ['java', plain('java')],
  // There is no grammar of C alone; what C++ does not read in it is a fault with and without a suggestion.
  ['c', plain('cpp')],
  ['cpp', plain('cpp')],
  ['csharp', plain('c-sharp')],
  ['ruby', plain('ruby')],
  // What is read around the cursor of a long file may have no `<?php` before it: then nothing in it is a fault.
  ['php', plain('php')],
  ['css', plain('css')],
  ['shellscript', plain('bash')],
]);

/** How a VS Code language identifier's texts are read; undefined where there is no grammar for them. */
export function grammarOf(languageId: string): GrammarUse | undefined {
  return GRAMMARS.get(languageId);
}

/** Every language that is checked, by VS Code's identifier. */
export const CHECKED_LANGUAGES: readonly string[] = [...GRAMMARS.keys()];

/** The names of all grammars that are used. */
export const GRAMMAR_NAMES: readonly string[] = [...new Set([...GRAMMARS.values()].map(({ name }) => name))];
