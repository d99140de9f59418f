/** How many gaps between keys are remembered: the pace of the last few words. */
const KEY_GAPS = 20;

/** The times between a person's latest keys. */
export class TypingPace {
  readonly #gapsMs: number[] = [];
  #lastKeyAt: number | undefined;

  /** Oldest first, in milliseconds. */
  get gapsMs(): readonly number[] {
    return this.#gapsMs;
  }

  noteKey(now: number): void {
    if (this.#lastKeyAt !== undefined) {
      this.#gapsMs.push(now - this.#lastKeyAt);
      this.#gapsMs.splice(0, this.#gapsMs.length - KEY_GAPS);
    }
    this.#lastKeyAt = now;
  }
}
