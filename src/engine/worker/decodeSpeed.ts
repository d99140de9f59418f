const SMOOTHING = 0.1;

/** Smoothed decode speed, with a listener for every measured step. */
export class DecodeSpeed {
  #msPerToken: number | undefined;

  constructor(private readonly onStep: (elapsedMs: number) => void) {}

  /** 0 before the first measurement. */
  get tokensPerSecond(): number {
    return this.#msPerToken === undefined ? 0 : 1000 / this.#msPerToken;
  }

  /** Notes that one token took `elapsedMs`. */
  record(elapsedMs: number): void {
    const ms = Math.max(elapsedMs, 0.01);
    this.#msPerToken =
      this.#msPerToken === undefined ? ms : this.#msPerToken + SMOOTHING * (ms - this.#msPerToken);
    this.onStep(elapsedMs);
  }

  /** Forgets what was measured under other conditions. */
  reset(): void {
    this.#msPerToken = undefined;
  }
}
