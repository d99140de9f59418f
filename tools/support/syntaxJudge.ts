import path from 'node:path';
import { type SyntaxJudge } from '../../src/core/completion/syntaxJudge.ts';
import { CHECKED_LANGUAGES } from '../../src/syntax/grammarOf.ts';
import { Grammars } from '../../src/syntax/grammars.ts';
import { TreeSitterJudge } from '../../src/syntax/treeSitterJudge.ts';

/** Where the package has its own WebAssembly and the grammars. */
export const GRAMMAR_FOLDER = path.resolve(
  import.meta.dirname,
  '../../node_modules/@vscode/tree-sitter-wasm/wasm',
);

/** The grammars of the package; one that does not load is an error. */
export function packagedGrammars(): Grammars {
  return new Grammars(GRAMMAR_FOLDER, (name, error) => {
    throw new Error(`The grammar ${name} does not load.`, { cause: error });
  });
}

/** The editor's judge, with its grammars loaded and no limit of time: what is measured must not depend on how busy it is. */
export async function syntaxJudge(
  languages: readonly string[] = CHECKED_LANGUAGES,
  grammars = packagedGrammars(),
): Promise<SyntaxJudge> {
  await Promise.all(languages.map((languageId) => grammars.load(languageId)));
  return new TreeSitterJudge(grammars, { judgeMs: Infinity, turnMs: Infinity });
}
