import { type TokenId } from './nativeRuntime.ts';

const REPLACEMENT = '\uFFFD';
/** A UTF-8 sequence has at most four bytes, and a token holds at least one of them. */
const MAX_TOKENS_PER_CHARACTER = 4;
/** What a detokeniser needs of the text before, to place spaces. */
const PRECEDING_TOKENS = 4;

/** `invalid`: the model wrote bytes that are no character; the text before them is still good. */
export interface DecodedText {
  readonly text: string;
  readonly invalid: boolean;
}

/** Turns tokens into text, holding back a token that ends inside a UTF-8 sequence until the rest is there. */
export class CharacterStream {
  #pending: TokenId[] = [];
  #preceding: readonly TokenId[];

  constructor(
    private readonly detokenize: (tokens: readonly TokenId[], preceding: readonly TokenId[]) => string,
    preceding: readonly TokenId[],
  ) {
    this.#preceding = preceding.slice(-PRECEDING_TOKENS);
  }

  /** Adds a token; returns the characters it completes, which may be none. */
  push(token: TokenId): DecodedText {
    this.#pending.push(token);
    const text = this.detokenize(this.#pending, this.#preceding);
    const broken = text.indexOf(REPLACEMENT);
    if (broken === -1) {
      this.#preceding = [...this.#preceding, ...this.#pending].slice(-PRECEDING_TOKENS);
      this.#pending = [];
      return { text, invalid: false };
    }
    const head = text.slice(0, broken);
    const onlyTail = text.slice(broken).replaceAll(REPLACEMENT, '') === '';
    return onlyTail && this.#pending.length < MAX_TOKENS_PER_CHARACTER
      ? { text: '', invalid: false }
      : { text: head, invalid: true };
  }
}
