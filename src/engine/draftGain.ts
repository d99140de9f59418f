import { type DraftedTokens } from './protocol.ts';

/** So many drafts are checked before their gain is judged. */
const TRIALS = 12;
/** What else a machine does changes what pays: of so many requests, one may draft where that did not pay. */
const RETRIED_OF = 50;
const SMOOTHING = 0.05;
/** Less may be an error of measurement. */
const CLEAR_GAIN = 1.1;

/** Of what a draft took and gave, the mean of the first ones, then one that follows the later ones slowly. */
interface Means {
  readonly drafts: number;
  readonly elapsedMs: number;
  readonly usedTokens: number;
}

/**
 * Whether a model writes faster on this machine where it checks several drafted tokens at once, measured while people are
 * served: the time that a draft takes for each token that was of use, against that of a token by itself. Reading several
 * tokens at once takes an accelerator hardly longer than reading one, and a processor nearly as long as one after the other.
 */
export class DraftGain {
  #means: Means = { drafts: 0, elapsedMs: 0, usedTokens: 0 };
  #msPerToken: number | undefined;
  #requests = 0;

  /** How many times faster drafted tokens came; undefined until enough was measured. */
  get factor(): number | undefined {
    const { drafts, elapsedMs, usedTokens } = this.#means;
    return drafts < TRIALS || this.#msPerToken === undefined
      ? undefined
      : (usedTokens * this.#msPerToken) / elapsedMs;
  }

  /** Asked for each request: yes where drafts pay, or that is still to be found out. */
  mayDraft(): boolean {
    this.#requests++;
    const { factor = CLEAR_GAIN } = this;
    return factor >= CLEAR_GAIN || this.#requests % RETRIED_OF === 0;
  }

  /**
   * Notes what an answer's drafts came to.
   *
   * @param usedTokens of the answer's tokens, so many were of use: what came after them is no gain
   * @param tokensPerSecond where each token is found by itself
   */
  note(drafts: readonly DraftedTokens[], usedTokens: number, tokensPerSecond: number): void {
    if (tokensPerSecond > 0) {
      this.#msPerToken = 1000 / tokensPerSecond;
    }
    for (const { firstToken, tokens, elapsedMs } of drafts) {
      const used = Math.max(0, Math.min(usedTokens - firstToken, tokens));
      const count = this.#means.drafts + 1;
      const share = Math.max(SMOOTHING, 1 / count);
      this.#means = {
        drafts: count,
        elapsedMs: this.#means.elapsedMs + share * (elapsedMs - this.#means.elapsedMs),
        usedTokens: this.#means.usedTokens + share * (used - this.#means.usedTokens),
      };
    }
  }
}
