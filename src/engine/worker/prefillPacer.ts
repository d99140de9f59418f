/** A running prefill cannot be interrupted: this long at most until the abort signal is looked at again. */
const TARGET_CHUNK_MS = 60;
const MIN_CHUNK_TOKENS = 8;
/** A batch of the native library. */
const MAX_CHUNK_TOKENS = 512;
/** On a CPU that others use as well, a chunk may take several times as long as the last one did. */
export const MAX_CPU_CHUNK_TOKENS = 128;
/** One lucky measurement must not make the next chunk far too long. */
const MAX_GROWTH = 4;
const SMOOTHING = 0.5;

/** Sizes prefill chunks from the measured speed, so that each takes at most about 100 ms. */
export class PrefillPacer {
  #tokensPerMs: number | undefined;
  #lastChunk = MIN_CHUNK_TOKENS / MAX_GROWTH;

  constructor(private readonly maxTokens = MAX_CHUNK_TOKENS) {}

  /** Number of tokens to evaluate next. */
  get chunkTokens(): number {
    if (this.#tokensPerMs === undefined) {
      return MIN_CHUNK_TOKENS;
    }
    const wanted = Math.min(this.#tokensPerMs * TARGET_CHUNK_MS, this.#lastChunk * MAX_GROWTH);
    return Math.max(MIN_CHUNK_TOKENS, Math.min(this.maxTokens, Math.floor(wanted)));
  }

  /** Smoothed speed in tokens per second; 0 before the first measurement. */
  get tokensPerSecond(): number {
    return (this.#tokensPerMs ?? 0) * 1000;
  }

  /** Notes that evaluating `tokens` took `elapsedMs`. */
  record(tokens: number, elapsedMs: number): void {
    if (this.#tokensPerMs !== undefined && tokens < this.chunkTokens / 2) {
      // Fixed costs dominate a short remainder: a token alone would pass for a twentieth of the speed.
      return;
    }
    const speed = tokens / Math.max(elapsedMs, 0.1);
    // A slow-down counts at once, a speed-up gradually: too long a chunk is what a person feels.
    this.#tokensPerMs =
      this.#tokensPerMs === undefined || speed < this.#tokensPerMs
        ? speed
        : this.#tokensPerMs + SMOOTHING * (speed - this.#tokensPerMs);
    this.#lastChunk = tokens;
  }
}
