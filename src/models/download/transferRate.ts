/** Seconds after which a measurement counts for a third of what it did. */
const MEMORY_S = 4;
/** Shorter spans are put together: a chunk or a pause of the network says little. */
const SHORTEST_MS = 250;

/** How fast bytes come, smoothed; time is an argument. */
export class TransferRate {
  #rate: number | undefined;
  #since: number;
  #bytes = 0;

  constructor(nowMs: number) {
    this.#since = nowMs;
  }

  /** `bytes` more have come. */
  note(bytes: number, nowMs: number): void {
    this.#bytes += bytes;
    const seconds = (nowMs - this.#since) / 1000;
    if (seconds * 1000 < SHORTEST_MS) {
      return;
    }
    const latest = this.#bytes / seconds;
    const weight = 1 - Math.exp(-seconds / MEMORY_S);
    this.#rate = this.#rate === undefined ? latest : this.#rate + weight * (latest - this.#rate);
    this.#since = nowMs;
    this.#bytes = 0;
  }

  /** 0 until enough was measured. */
  get bytesPerSecond(): number {
    return this.#rate ?? 0;
  }

  /** Undefined until it can be said. */
  secondsFor(bytes: number): number | undefined {
    return this.bytesPerSecond > 0 ? Math.ceil(bytes / this.bytesPerSecond) : undefined;
  }
}
