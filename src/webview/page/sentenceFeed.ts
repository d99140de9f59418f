/** The end of a sentence: its mark and white space, a line's end, or a full-width mark. */
const SENTENCE = /[^\n]*?(?:[.!?…:]["')\]]?(?=\s)|[。！？；]|\n)/uy;

/**
 * Cuts a growing answer into sentences for a screen reader, which would stumble over single tokens. Code is not read
 * out: it is announced with its number of lines.
 */
export class SentenceFeed {
  readonly #codeLabel: string;
  #offset = 0;
  #fence: string | undefined;
  #codeLines = 0;

  /** @param codeLabel with `{0}` for the number of lines */
  constructor(codeLabel: string) {
    this.#codeLabel = codeLabel;
  }

  /** The sentences that have become complete in `text`, which begins with what was there the last time. */
  take(text: string): string[] {
    const found: string[] = [];
    SENTENCE.lastIndex = this.#offset;
    for (let match = SENTENCE.exec(text); match !== null; match = SENTENCE.exec(text)) {
      if (match[0] === '') {
        break;
      }
      this.#offset = SENTENCE.lastIndex;
      found.push(...this.#read(match[0]));
    }
    return found;
  }

  /** What is left of a complete text. */
  finish(text: string): string[] {
    const rest = `${text.slice(this.#offset)}\n`;
    this.#offset = text.length;
    return [...this.#read(rest), ...this.#endCode()];
  }

  #read(piece: string): string[] {
    const fence = /^\s*(?<marks>`{3,}|~{3,})/u.exec(piece)?.groups?.['marks'];
    if (this.#fence === undefined && fence === undefined) {
      const words = piece
        .replaceAll(/[#*_`>|]+/gu, ' ')
        .replaceAll(/\s+/gu, ' ')
        .trim();
      return words === '' ? [] : [words];
    }
    if (this.#fence === undefined) {
      this.#fence = fence;
      return [];
    }
    if (fence?.startsWith(this.#fence) === true) {
      return this.#endCode();
    }
    this.#codeLines += piece.endsWith('\n') ? 1 : 0;
    return [];
  }

  #endCode(): string[] {
    if (this.#fence === undefined) {
      return [];
    }
    const lines = this.#codeLines;
    this.#fence = undefined;
    this.#codeLines = 0;
    return [this.#codeLabel.replace('{0}', String(lines))];
  }
}
