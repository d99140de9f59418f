import { continuationOf, LONGEST_MATCH, mixWithPrecedent, precedentOf } from './copying.ts';
import { type Drafting, type NativeSequence, type ScoredToken, type TokenId } from './nativeRuntime.ts';

/** Of what the model thinks may follow, so many of the likeliest are looked through and mixed with what followed elsewhere. */
export const CANDIDATES = 1024;
/**
 * So many tokens are drafted at most: suggestions are hardly ever longer, and with the token before them it is no more than the
 * smallest chunk of a prompt, which can't be aborted either.
 */
export const DRAFT_TOKENS = 7;
/** On so many tokens as stand elsewhere too. */
const LEAST_MATCH = 4;
/** Where its last tokens are less likely right than that, a text is about to be stopped, and what is drafted for it in vain. */
const LEAST_CERTAINTY = 0.5;

/** What the model thinks may follow where these tokens were written, most probable first. */
export type Thought = (written: readonly TokenId[], candidates: readonly ScoredToken[]) => void;

/** A token, and what it took to find it. */
export interface FoundToken extends ScoredToken {
  /** So many were evaluated at once for it: none where it was checked along with the one before it. */
  readonly evaluated: number;
}

/** A text in the making, for which what followed elsewhere counts beside what the model thinks. */
export class CopyingText {
  /** The end of the text that was evaluated. */
  readonly #ending: TokenId[];
  readonly #written: TokenId[] = [];
  #isBegun = false;
  /** How probable the last tokens were that were yielded. */
  readonly #certainties: number[] = [];

  /**
   * @param texts where something may be copied from; none: the model alone
   * @param before the end of the text that is gone on from, as far as it is evaluated with the first tokens
   * @param onThought is told what is thought at each step
   */
  constructor(
    private readonly sequence: Pick<NativeSequence, 'likely' | 'drafting'>,
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

  /**
   * Evaluates `first` and yields the tokens that follow, the most probable each time, without end.
   *
   * @param alternative of the first of them, so many likelier ones are passed over
   * @param mostAtOnce tokens that may be evaluated at once now, where what followed elsewhere may follow here; 1: each by itself
   */
  async *decode(
    first: readonly TokenId[],
    alternative = 0,
    mostAtOnce: () => number = () => 1,
  ): AsyncIterable<FoundToken> {
    let passed = alternative;
    for (let next: readonly TokenId[] | undefined = first; next !== undefined;) {
      const { drafting } = this.sequence;
      const draft: readonly TokenId[] =
        drafting === undefined || passed > 0 ? [] : this.#draftAfter(next, mostAtOnce());
      next =
        drafting === undefined || draft.length === 0
          ? yield* this.#single(next, passed)
          : yield* this.#checked(drafting, next, draft);
      passed = 0;
    }
  }

  /** Finds one token; it is the next to be evaluated. */
  async *#single(
    next: readonly TokenId[],
    passed: number,
  ): AsyncGenerator<FoundToken, readonly TokenId[] | undefined> {
    const chosen = this.#evaluated(next, await this.sequence.likely(next, CANDIDATES))[passed];
    if (chosen === undefined) {
      return undefined;
    }
    this.#noteCertainty(chosen);
    yield { ...chosen, evaluated: 1 };
    return [chosen.token];
  }

  /** Finds the tokens that a draft foresaw, and the first one that it did not; that is the next to be evaluated. */
  async *#checked(
    drafting: Drafting,
    next: readonly TokenId[],
    draft: readonly TokenId[],
  ): AsyncGenerator<FoundToken, readonly TokenId[] | undefined> {
    const tokens = [...next, ...draft];
    const likely = (await drafting.likelyAfterEach(tokens, CANDIDATES)).slice(next.length - 1);
    for (const [index, candidates] of likely.entries()) {
      const [chosen] = this.#evaluated(index === 0 ? next : draft.slice(index - 1, index), candidates);
      if (chosen === undefined) {
        return undefined;
      }
      this.#noteCertainty(chosen);
      yield { ...chosen, evaluated: index === 0 ? tokens.length : 0 };
      if (chosen.token !== draft[index]) {
        await drafting.drop(draft.length - index);
        return [chosen.token];
      }
    }
    return undefined;
  }

  /** These were evaluated, and so much may follow them: mixed with what followed elsewhere, most probable first. */
  #evaluated(tokens: readonly TokenId[], candidates: readonly ScoredToken[]): readonly ScoredToken[] {
    if (this.#isBegun) {
      this.wrote(tokens);
    }
    this.#isBegun = true;
    this.onThought([...this.#written], candidates);
    return mixWithPrecedent(candidates, precedentOf(this.texts, this.#ending));
  }

  #noteCertainty({ probability }: ScoredToken): void {
    this.#certainties.push(probability);
    this.#certainties.splice(0, this.#certainties.length - LEAST_MATCH);
  }

  /** What followed elsewhere on the text up to `next` and its end, if enough of it stands there. */
  #draftAfter(next: readonly TokenId[], mostAtOnce: number): readonly TokenId[] {
    const count = Math.min(DRAFT_TOKENS + 1, mostAtOnce) - next.length;
    const certainty = this.#certainties.reduce((product, probability) => product * probability, 1);
    if (count < 1 || certainty < LEAST_CERTAINTY) {
      return [];
    }
    const ending = this.#isBegun ? [...this.#ending, ...next] : this.#ending;
    return continuationOf(this.texts, ending, { least: LEAST_MATCH, count });
  }
}
