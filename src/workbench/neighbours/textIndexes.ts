import type * as vscode from 'vscode';
import { indexChunks, type IndexedChunk } from '../../core/completion/neighbours/indexedText.ts';

/** Of a long document, the lines around the last mark; from where moves in such steps. */
const MOST_LINES = 1000;
const STEP_LINES = 500;
const MOST_CHARACTERS = 40_000;
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
    const firstLine = Math.floor(Math.max(0, line - STEP_LINES) / STEP_LINES) * STEP_LINES;
    const known = this.#kept.get(key);
    const isFresh = known?.version === document.version && known.firstLine === firstLine;
    const kept = isFresh ? known : { version: document.version, firstLine, chunks: cut(document, firstLine) };
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

function cut(document: vscode.TextDocument, firstLine: number): readonly IndexedChunk[] {
  const lines: string[] = [];
  let left = MOST_CHARACTERS;
  // Line by line: a thousand lines of a data file may be fifty megabytes.
  for (
    let line = firstLine;
    line < Math.min(document.lineCount, firstLine + MOST_LINES) && left > 0;
    line++
  ) {
    const text = document.lineAt(line).text.slice(0, left);
    lines.push(text);
    left -= text.length + 1;
  }
  return indexChunks(lines.join('\n')).map((chunk) => ({ ...chunk, firstLine: chunk.firstLine + firstLine }));
}
