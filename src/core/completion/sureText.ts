import { type TextPiece } from './completionEngine.ts';
import { isBlank } from './lineText.ts';
import { isUnspacedScript } from './visibleCharacters.ts';
import { isEnoughToRead, isWorthShowing } from './worthShowing.ts';

/** The beginning of a text that the model is sure enough of. */
export interface SurePart {
  /** Empty where it is not sure of anything worth showing. */
  readonly text: string;
  /** The model's own probability that every token of its least sure line is right, given all before it; 0 to 1. */
  readonly confidence: number;
  /** Geometric mean of the probabilities of all tokens that were written, 0 to 1: texts of any length compare by it. */
  readonly meanProbability: number;
  /** Whether nothing was left out. */
  readonly isWhole: boolean;
  /** It is sure of something, and of so little that nobody would look at it. */
  readonly isTooLittle: boolean;
  /** What the confidence is the probability of, shown or not: the text, or as much of one that is not shown as was judged. */
  readonly expected: string;
}

/**
 * A text on its way, and how far the model is sure of it. The probabilities of its tokens are multiplied along a line; a
 * further line is judged by itself, since it is worth showing where those before it are right.
 */
export class SureText {
  readonly #pieces: TextPiece[] = [];
  #text = '';
  /** Natural logarithm of the probability of the line under way. */
  #line = 0;

  /**
   * @param threshold probability that a line must have; 0 takes everything
   * @param showsLittle whether a text is shown that nobody would look at, too
   */
  constructor(
    readonly threshold: number,
    private readonly showsLittle = false,
  ) {}

  /** All that was written. */
  get text(): string {
    return this.#text;
  }

  /** Takes the next piece; says `stop` when nothing that follows could be shown any more. */
  push(piece: TextPiece): 'continue' | 'stop' {
    this.#pieces.push(piece);
    this.#text += piece.text;
    this.#line += piece.logProbability;
    if (this.#isUnsure(this.#line)) {
      return 'stop';
    }
    if (endsLine(piece, this.#text)) {
      this.#line = 0;
    }
    return 'continue';
  }

  /** The longest beginning that the model is sure of and that ends with a word. */
  part(): SurePart {
    let length = 0;
    let line = 0;
    let lowest = 0;
    let sure = 0;
    let confidence = 0;
    let judged = 0;
    for (const piece of this.#pieces) {
      line += piece.logProbability;
      length += piece.text.length;
      if (sure === 0) {
        confidence = Math.exp(line);
        judged = length;
      }
      if (this.#isUnsure(line)) {
        break;
      }
      if (mayEndAt(this.#text, length)) {
        sure = length;
        judged = length;
        confidence = Math.exp(Math.min(lowest, line));
      }
      if (endsLine(piece, this.#text.slice(0, length))) {
        lowest = Math.min(lowest, line);
        line = 0;
      }
    }
    const isWhole = this.#isWhole(sure, line);
    const text = isWhole ? this.#text : this.#wholeLinesOf(sure);
    const of = {
      confidence,
      meanProbability: this.#meanProbability(),
      expected: this.#text.slice(0, judged),
    };
    return this.threshold === 0 || this.showsLittle || this.#isShown(text, confidence)
      ? { ...of, text, isWhole, isTooLittle: false }
      : { ...of, text: '', isWhole: isWhole && isBlank(text), isTooLittle: !isBlank(text) };
  }

  /** Whether all is sure, or there is nothing to be sure of. */
  #isWhole(sure: number, line: number): boolean {
    return sure === this.#text.length || (isBlank(this.#text) && !this.#isUnsure(line));
  }

  #meanProbability(): number {
    const tokens = this.#pieces.reduce((sum, piece) => sum + piece.tokens, 0);
    const logProbability = this.#pieces.reduce((sum, piece) => sum + piece.logProbability, 0);
    return tokens === 0 ? 0 : Math.exp(logProbability / tokens);
  }

  #isUnsure(line: number): boolean {
    return this.threshold > 0 && line < Math.log(this.threshold);
  }

  /** Of several lines those that are whole. */
  #wholeLinesOf(length: number): string {
    const text = this.#text.slice(0, length);
    const wholeLines = text.slice(0, Math.max(0, text.lastIndexOf('\n')));
    return this.#endsLineAt(length) || isBlank(wholeLines) ? text : wholeLines;
  }

  #isShown(text: string, confidence: number): boolean {
    return this.#endsLineAt(text.length)
      ? isEnoughToRead(text, confidence)
      : isWorthShowing(text, confidence);
  }

  #endsLineAt(length: number): boolean {
    return /^[ \t]*(?:\n|$)/u.test(this.#text.slice(length));
  }
}

/** Whether a line that says something ends with the piece. */
function endsLine(piece: TextPiece, text: string): boolean {
  return piece.text.includes('\n') && !isBlank(text);
}

/** White space that a text begins with is no text yet: that it is sure tells nothing. */
const mayEndAt = (text: string, length: number): boolean =>
  !isBlank(text.slice(0, length)) && !splitsWord(text, length);

function splitsWord(text: string, index: number): boolean {
  const before = text.slice(0, index);
  const after = text.slice(index);
  const [last = ''] = Array.from(before.slice(-2)).slice(-1);
  // A script without spaces has no ends of words to be seen.
  if (isUnspacedScript(last) || (after !== '' && isUnspacedScript(after))) {
    return /^\p{M}/u.test(after);
  }
  return /[\p{L}\p{N}_]$/u.test(before) && /^(?:[\p{L}\p{M}\p{N}_]|['’]\p{L})/u.test(after);
}
