import type * as vscode from 'vscode';
import { chunksFrom, firstIndexedLine } from '../../core/completion/neighbours/chunksFrom.ts';
import { type IndexedChunk } from '../../core/completion/neighbours/indexedText.ts';

/** Documents whose chunks are kept. */
const MOST = 32;

interface KeptIndex {
  readonly version: number;
  readonly firstLine: number;
  readonly chunks: readonly IndexedChunk[];
}

/** The chunks of open documents: cut and counted anew only when a document has changed. */
export class TextIndexes {
  /** By URI, the one used last at the end. */
  readonly #kept = new Map<string, KeptIndex>();

  /** The chunks of a document, of a long one around a line. */
  chunksOf(document: vscode.TextDocument, line: number): readonly IndexedChunk[] {
    const key = document.uri.toString();
    const firstLine = firstIndexedLine(line);
    const known = this.#kept.get(key);
    const isFresh = known?.version === document.version && known.firstLine === firstLine;
    const kept = isFresh
      ? known
      : { version: document.version, firstLine, chunks: chunksFrom(document, firstLine) };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) {
      this.#kept.delete(oldest);
    }
    return kept.chunks;
  }

  forget(document: vscode.TextDocument): void {
    this.#kept.delete(document.uri.toString());
  }

  clear(): void {
    this.#kept.clear();
  }
}
