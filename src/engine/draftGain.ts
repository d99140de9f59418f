import { type DraftedTokens } from './protocol.ts';

/** So many drafts are checked before their gain is judged, and of so many more it is made of later. */
const TRIALS = 12;
const REMEMBERED = 2 * TRIALS;
/** What else a machine does changes what pays: after so many requests without, drafts that did not pay are tried anew. */
const RETRIED_AFTER = 50;
/** Less may be an error of measurement. */
const CLEAR_GAIN = 1.1;

interface Draft {
  readonly elapsedMs: number;
  readonly usedTokens: number;
}

/**
 * Whether a model writes faster on this machine where it checks several drafted tokens at once, measured while people are
 * served: the time that a draft takes for each token that was of use, against that of a token by itself. Reading several
 * tokens at once takes an accelerator hardly longer than reading one, and a processor nearly as long as one after the other.
 */
export class DraftGain {
  /** The last ones. */
  readonly #drafts: Draft[] = [];
  #msPerToken: number | undefined;
  #requestsWithout = 0;

  /** How many times faster drafted tokens came; undefined until enough was measured. */
  get factor(): number | undefined {
    const { length } = this.#drafts;
    if (length < TRIALS || this.#msPerToken === undefined) {
      return undefined;
    }
    // One that the machine slept over says nothing of the others.
    const times = this.#drafts.map(({ elapsedMs }) => elapsedMs).sort((a, b) => a - b);
    const usualMs = times[Math.floor(length / 2)] ?? NaN;
    const used = this.#drafts.reduce((sum, { usedTokens }) => sum + usedTokens, 0) / length;
    return (used * this.#msPerToken) / usualMs;
  }

  /** Asked for each request: yes where drafts pay, where that is still to be found out, and until one was tried anew. */
  mayDraft(): boolean {
    const { factor = CLEAR_GAIN } = this;
    return factor >= CLEAR_GAIN || ++this.#requestsWithout > RETRIED_AFTER;
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
      this.#requestsWithout = 0;
      this.#drafts.push({
        elapsedMs,
        usedTokens: Math.max(0, Math.min(usedTokens - firstToken, tokens)),
      });
      this.#drafts.splice(0, this.#drafts.length - REMEMBERED);
    }
  }
}
