import { type ChangedLines } from './changeTrail.ts';
import { NO_OTHER_TEXTS, type OtherTexts } from './otherTexts.ts';
import { afterChange, awayFrom } from './ownLines.ts';

/** Documents that something is kept for. */
const MOST = 16;

/** What lies ready of other texts, for the documents that something was chosen for last. */
export class Shelves {
  /** By document; the one that was filled last at the end. */
  readonly #kept = new Map<string, OtherTexts>();

  has(documentId: string): boolean {
    return this.#kept.has(documentId);
  }

  /** All of it. */
  of(documentId: string): OtherTexts {
    return this.#kept.get(documentId) ?? NO_OTHER_TEXTS;
  }

  /** What of it helps in a line: it was chosen for another one, and the author may have come into it. */
  at(documentId: string, line: number): OtherTexts {
    const { neighbours, copyFrom } = this.of(documentId);
    return { neighbours: awayFrom(neighbours, line), copyFrom };
  }

  fill(documentId: string, texts: OtherTexts): void {
    this.#kept.delete(documentId);
    this.#kept.set(documentId, texts);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) {
      this.#kept.delete(oldest);
    }
  }

  /** Lines of the document were changed, and those below them stand elsewhere. */
  noteChange(documentId: string, lines: ChangedLines): void {
    const texts = this.#kept.get(documentId);
    if (texts !== undefined) {
      this.#kept.set(documentId, { ...texts, neighbours: afterChange(texts.neighbours, lines) });
    }
  }

  delete(documentId: string): void {
    this.#kept.delete(documentId);
  }

  clear(): void {
    this.#kept.clear();
  }
}
