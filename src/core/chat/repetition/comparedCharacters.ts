/** A character to compare, and where in the answer it stands. */
export interface ComparedCharacter {
  readonly code: number;
  readonly from: number;
}

/** Stands for every number in words: no text has it. */
export const ANY_NUMBER = 0xffff;
/** Of longer numbers the rest is compared digit by digit. */
const MAX_DIGITS = 6;
/** Deeper indentation is compared blank by blank. */
const MAX_INDENT = 160;

const codeOf = (sign: string): number => sign.charCodeAt(0);
const [LINE_BREAK, SPACE, TAB, BAR] = [codeOf('\n'), codeOf(' '), codeOf('\t'), codeOf('|')];
/** Part of a word before a number in it. */
const WORD = /[\p{L}\p{M}_]/u;
const [ZERO, NINE] = [codeOf('0'), codeOf('9')];

/**
 * Takes from an answer what does not make its lines different: how far they are indented, and the numbers in them where
 * they are words, so that `Step 1: so` and `Step 2: so` are the same. In code and in the rows of tables numbers are what a
 * line is about. Knows whether a line stands in a fenced block of code.
 */
export class ComparedCharacters {
  /** Fences are two in a block. */
  isInCode = false;
  #isRow = false;
  #indent = 0;
  #digits = 0;
  /** Whether the character before, or the one before the number, is part of a word: `v2` and `v3` are two names. */
  #isInWord = false;
  /** The line so far without its indentation, as much as a fence needs. */
  #head = '';

  /** Takes one character; gives what stands for it, or nothing where the one before stands for it as well. */
  push(code: number, from: number): ComparedCharacter | undefined {
    if (code === LINE_BREAK) {
      this.#startLine();
    } else if (this.#head === '' && (code === SPACE || code === TAB)) {
      this.#indent++;
      return this.#indent === 1 || this.#indent > MAX_INDENT ? { code, from } : undefined;
    } else {
      this.#noteHead(code);
    }
    return this.#withoutNumbers(code, from);
  }

  #withoutNumbers(code: number, from: number): ComparedCharacter | undefined {
    this.#digits = code >= ZERO && code <= NINE ? this.#digits + 1 : 0;
    if (this.#digits === 0) {
      this.#isInWord = WORD.test(String.fromCharCode(code));
      return { code, from };
    }
    if (this.isInCode || this.#isRow || this.#isInWord || this.#digits > MAX_DIGITS) {
      return { code, from };
    }
    return this.#digits === 1 ? { code: ANY_NUMBER, from } : undefined;
  }

  #startLine(): void {
    this.#head = '';
    this.#indent = 0;
    this.#isRow = false;
  }

  #noteHead(code: number): void {
    if (this.#head.length >= 3) {
      return;
    }
    this.#isRow ||= this.#head === '' && code === BAR;
    this.#head += String.fromCharCode(code);
    if (this.#head === '```' || this.#head === '~~~') {
      this.isInCode = !this.isInCode;
    }
  }
}
