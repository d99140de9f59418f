import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Language, type Parser } from '@vscode/tree-sitter-wasm';

/** Loads grammars and makes parsers; the one file that imports tree-sitter. */
export interface TreeSitter {
  /** Throws where the grammar's file is missing or does not fit. */
  readonly loadGrammar: (name: string) => Promise<Language>;
  /** Its memory is not collected: whoever asks for one deletes it. */
  readonly createParser: (language: Language) => Parser;
}

/** @param folder where tree-sitter's own WebAssembly and the grammars are */
export async function loadTreeSitter(folder: string): Promise<TreeSitter> {
  const loaded = await import('@vscode/tree-sitter-wasm');
  // A CommonJS package: Node puts all of it under one name, bundlers spread it.
  const { Parser, Language } = 'default' in loaded ? (loaded.default as typeof loaded) : loaded;
  await Parser.init({ locateFile: (file) => path.join(folder, file) });
  return {
    loadGrammar: async (name) => Language.load(await readFile(path.join(folder, `tree-sitter-${name}.wasm`))),
    createParser: (language) => new Parser().setLanguage(language),
  };
}
