/** A character to compare, and where in the answer it stands. */
export interface ComparedCharacter {
  readonly code: number;
  readonly from: number;
}

/** Stands for every number of a list: no text has it. */
const ANY_NUMBER = 0xffff;
/** Longer ones number nothing. */
const MAX_DIGITS = 4;

const codeOf = (sign: string): number => sign.charCodeAt(0);
const [LINE_BREAK, SPACE, TAB] = [codeOf('\n'), codeOf(' '), codeOf('\t')];
const [ZERO, NINE, DOT, BRACKET] = [codeOf('0'), codeOf('9'), codeOf('.'), codeOf(')')];

/**
 * Gives the numbers of a list's items away to one sign, so that `1. so` and `2. so` are the same line, and knows whether
 * a line stands in a fenced block of code.
 */
export class ListNumbers {
  /** Fences are two in a block. */
  isInCode = false;
  #isAtStart = true;
  /** Digits at a line's start, which may be an item's number. */
  #digits: ComparedCharacter[] = [];
  /** The line so far, as much as a fence needs. */
  #head = '';

  /** Takes one character; gives those that can be compared now. */
  push(code: number, from: number): readonly ComparedCharacter[] {
    const next = { code, from };
    if (code === LINE_BREAK) {
      return this.#end(next);
    }
    this.#noteHead(code);
    if (!this.#isAtStart) {
      return [next];
    }
    const isDigit = code >= ZERO && code <= NINE;
    if (isDigit && this.#digits.length < MAX_DIGITS) {
      this.#digits.push(next);
      return [];
    }
    this.#isAtStart = this.#digits.length === 0 && (code === SPACE || code === TAB);
    const [first, ...others] = this.#digits;
    this.#digits = [];
    if (first === undefined) {
      return [next];
    }
    const isNumber = code === DOT || code === BRACKET;
    return isNumber ? [{ code: ANY_NUMBER, from: first.from }, next] : [first, ...others, next];
  }

  #end(lineBreak: ComparedCharacter): readonly ComparedCharacter[] {
    const held = this.#digits;
    this.#digits = [];
    this.#isAtStart = true;
    this.#head = '';
    return [...held, lineBreak];
  }

  #noteHead(code: number): void {
    if (this.#head.length < 3 && (this.#head !== '' || (code !== SPACE && code !== TAB))) {
      this.#head += String.fromCharCode(code);
      if (this.#head === '```' || this.#head === '~~~') {
        this.isInCode = !this.isInCode;
      }
    }
  }
}
