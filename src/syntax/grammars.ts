import { type Language } from '@vscode/tree-sitter-wasm';
import { grammarOf, type GrammarUse } from './grammarOf.ts';
import { loadTreeSitter, type TreeSitter } from './treeSitter.ts';

/** A language's grammar with what reads texts by it. */
export interface Grammar extends GrammarUse {
  readonly treeSitter: TreeSitter;
  readonly language: Language;
}

/** The grammars, each read and compiled with the first document that needs it. */
export class Grammars {
  #treeSitter: Promise<TreeSitter> | undefined;
  readonly #loading = new Map<string, Promise<void>>();
  readonly #loaded = new Map<string, Omit<Grammar, keyof GrammarUse>>();

  /**
   * @param folder where tree-sitter's own WebAssembly and the grammars are
   * @param failed is told once why a grammar's languages are not checked
   */
  constructor(
    private readonly folder: string,
    private readonly failed: (name: string, error: unknown) => void,
  ) {}

  /** A language's grammar, if it is loaded. */
  loaded(languageId: string): Grammar | undefined {
    const use = grammarOf(languageId);
    const loaded = use && this.#loaded.get(use.name);
    return loaded && { ...loaded, ...use };
  }

  /** Loads a language's grammar; undefined where there is none, or none that could be loaded. */
  async load(languageId: string): Promise<Grammar | undefined> {
    const name = grammarOf(languageId)?.name;
    if (name !== undefined) {
      const loading = this.#loading.get(name) ?? this.#load(name);
      this.#loading.set(name, loading);
      await loading;
    }
    return this.loaded(languageId);
  }

  async #load(name: string): Promise<void> {
    try {
      this.#treeSitter ??= loadTreeSitter(this.folder);
      const treeSitter = await this.#treeSitter;
      this.#loaded.set(name, { treeSitter, language: await treeSitter.loadGrammar(name) });
    } catch (error) {
      // What failed once fails again: the file is not there, or does not fit.
      this.failed(name, error);
    }
  }
}
