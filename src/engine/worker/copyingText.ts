import { LONGEST_MATCH, mixWithPrecedent, precedentOf } from './copying.ts';
import { type NativeSequence, type ScoredToken, type TokenId } from './nativeRuntime.ts';

/** Of what the model thinks may follow, so many of the likeliest are looked through and mixed with what followed elsewhere. */
export const CANDIDATES = 1024;

/** What the model thinks may follow where these tokens were written, most probable first. */
export type Thought = (written: readonly TokenId[], candidates: readonly ScoredToken[]) => void;

/** A text in the making, for which what followed elsewhere counts beside what the model thinks. */
export class CopyingText {
  /** The end of the text that was evaluated. */
  readonly #ending: TokenId[];
  readonly #written: TokenId[] = [];
  #isBegun = false;

  /**
   * @param texts where something may be copied from; none: the model alone
   * @param before the end of the text that is gone on from, as far as it is evaluated with the first tokens
   * @param onThought is told what is thought at each step
   */
  constructor(
    private readonly sequence: Pick<NativeSequence, 'likely'>,
    private readonly texts: readonly (readonly TokenId[])[],
    before: readonly TokenId[],
    private readonly onThought: Thought = () => undefined,
  ) {
    this.#ending = before.slice(-LONGEST_MATCH);
  }

  /** The tokens that the model thinks may follow where `path` is what would be written, with what followed elsewhere. */
  amid(candidates: readonly ScoredToken[], path: readonly TokenId[]): readonly ScoredToken[] {
    return mixWithPrecedent(candidates, precedentOf(this.texts, [...this.#ending, ...path]));
  }

  /** These were written, and are evaluated. */
  wrote(tokens: readonly TokenId[]): void {
    this.#isBegun = true;
    this.#written.push(...tokens);
    this.#ending.push(...tokens);
    this.#ending.splice(0, this.#ending.length - LONGEST_MATCH);
  }

  /** Evaluates `next`; the tokens that may follow, most probable first. */
  async #likely(next: readonly TokenId[]): Promise<readonly ScoredToken[]> {
    if (this.#isBegun) {
      this.wrote(next);
    }
    this.#isBegun = true;
    const candidates = await this.sequence.likely(next, CANDIDATES);
    this.onThought([...this.#written], candidates);
    return mixWithPrecedent(candidates, precedentOf(this.texts, this.#ending));
  }

  /**
   * Evaluates `first` and yields the tokens that follow, the most probable each time, without end.
   *
   * @param alternative of the first of them, so many likelier ones are passed over
   */
  async *decode(first: readonly TokenId[], alternative = 0): AsyncIterable<ScoredToken> {
    let passed = alternative;
    for (let next = first; ;) {
      const chosen = (await this.#likely(next))[passed];
      if (chosen === undefined) {
        return;
      }
      yield chosen;
      next = [chosen.token];
      passed = 0;
    }
  }
}
