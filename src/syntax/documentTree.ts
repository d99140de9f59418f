import { type Parser, type Tree } from '@vscode/tree-sitter-wasm';
import { constructEnd } from './constructEnd.ts';
import { countFaults } from './countFaults.ts';
import { type Grammar } from './grammars.ts';
import { positionAt, replaced, replacementBetween, toEdit, type Replacement } from './textEdit.ts';

/** Asked again and again while a text is read; true ends the reading. */
export type IsLate = () => boolean;

/** The tree of one document, brought up to date by what changed. Its memory is not collected: whoever makes one deletes it. */
export class DocumentTree {
  readonly #parser: Parser;
  readonly #around: readonly [before: string, after: string];
  /** With what the grammar needs around it. */
  #text = '';
  #tree: Tree | undefined;
  /** What is being read, where that was interrupted. */
  #unfinished: string | undefined;

  constructor({ treeSitter, language, around }: Grammar) {
    this.#parser = treeSitter.createParser(language);
    this.#around = around;
  }

  /** Reads a text, as far as it differs from the one before. False where it was late: the next time it goes on from there. */
  read(text: string, isLate: IsLate): boolean {
    const whole = this.#around.join(text);
    if (this.#tree !== undefined && this.#text === whole) {
      return true;
    }
    const tree = this.#parse(whole, replacementBetween(this.#text, whole), isLate);
    if (tree === undefined) {
      return false;
    }
    this.#tree?.delete();
    this.#tree = tree;
    this.#text = whole;
    return true;
  }

  /** The faults that the text that was read has with a change; undefined where it was late. */
  faultsWith({ start, end, text }: Replacement, isLate: IsLate): number | undefined {
    const offset = this.#around[0].length;
    const change = { start: offset + start, end: offset + end, text };
    const tree = this.#parse(replaced(this.#text, change), change, isLate);
    try {
      return tree && countFaults(tree, isLate);
    } finally {
      tree?.delete();
    }
  }

  /** Where the construct that begins at an index ends once the text has a change; both indexes of the changed text. */
  constructEnd({ start, end, text }: Replacement, from: number, isLate: IsLate): number | undefined {
    const offset = this.#around[0].length;
    const change = { start: offset + start, end: offset + end, text };
    const tree = this.#parse(replaced(this.#text, change), change, isLate);
    try {
      const found = tree && constructEnd(tree, offset + from);
      return found === undefined ? undefined : found - offset;
    } finally {
      tree?.delete();
    }
  }

  delete(): void {
    this.#tree?.delete();
    this.#tree = undefined;
    this.#parser.delete();
  }

  #parse(text: string, change: Replacement, isLate: IsLate): Tree | undefined {
    if (this.#unfinished !== undefined && this.#unfinished !== text) {
      this.#parser.reset();
    }
    const before = this.#tree?.copy();
    try {
      before?.edit(toEdit(this.#text, change, positionAt(this.#text, change.start)));
      const options = { progressCallback: isLate };
      const tree = this.#parser.parse(text, before, options) ?? undefined;
      this.#unfinished = tree === undefined ? text : undefined;
      return tree;
    } finally {
      before?.delete();
    }
  }
}
