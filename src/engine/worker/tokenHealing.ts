import { type NativeModel, type ScoredToken, type TokenId } from './nativeRuntime.ts';

/** Of what the model thinks may follow, so many of the likeliest are looked through. */
export const HEALING_CANDIDATES = 1024;

/** A prompt without its last token, and the text of that token, which has to be written anew. */
export interface TakenBack {
  readonly prompt: readonly TokenId[];
  readonly text: string;
}

/** The token that is written in place of the one that was taken back. */
export interface HealedToken extends ScoredToken {
  /** What of the text taken back it does not reach. */
  readonly rest: string;
}

/**
 * A cursor cuts words, and spaces from the word that follows them, where a tokenizer does not: the tokens before it are
 * then such as no training text has in that place, and what follows is a guess. So the last token is taken back, and
 * the model writes the likeliest one that begins with its text.
 */
export class TokenHealing {
  readonly #texts = new Map<TokenId, string>();

  constructor(private readonly model: Pick<NativeModel, 'detokenize'>) {}

  /**
   * Undefined where there is nothing to mend: after a line break, which is whole; after part of a character; where
   * nothing is left to go by.
   */
  takeBack(tokens: readonly TokenId[]): TakenBack | undefined {
    const prompt = tokens.slice(0, -1);
    const [last] = tokens.slice(-1);
    const preceding = prompt.at(-1);
    if (last === undefined || preceding === undefined) {
      return undefined;
    }
    const text = this.#textOf(last, preceding);
    return text === '' || text.includes('\uFFFD') || text.endsWith('\n') ? undefined : { prompt, text };
  }

  /**
   * The likeliest token that begins with `text`, or that is the beginning of spaces: of an indentation, a tokenizer
   * gives the last space to the word after it. Its probability is that among all such tokens. Undefined where none of
   * the candidates is one.
   *
   * @param candidates most probable first
   * @param preceding the token before
   * @param alternative so many likelier ones are passed over
   */
  choose(
    candidates: readonly ScoredToken[],
    text: string,
    preceding: TokenId,
    alternative = 0,
  ): HealedToken | undefined {
    let sum = 0;
    let passed = 0;
    let best: (ScoredToken & { readonly own: string }) | undefined;
    for (const candidate of candidates) {
      const own = this.#textOf(candidate.token, preceding);
      if (own.startsWith(text) || isPartOfSpaces(own, text)) {
        sum += candidate.probability;
        best ??= passed++ < alternative ? undefined : { ...candidate, own };
      }
    }
    return best === undefined
      ? undefined
      : { token: best.token, probability: best.probability / sum, rest: text.slice(best.own.length) };
  }

  /** What a token stands for after other text. */
  #textOf(token: TokenId, preceding: TokenId): string {
    let text = this.#texts.get(token);
    if (text === undefined) {
      text = this.model.detokenize([token], [preceding]);
      this.#texts.set(token, text);
    }
    return text;
  }
}

function isPartOfSpaces(part: string, text: string): boolean {
  return part !== '' && part.trim() === '' && text.trim() === '' && text.startsWith(part);
}
