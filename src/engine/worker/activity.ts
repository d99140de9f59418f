/** Knows whether work is under way and since when it has not moved: what the heartbeat reports. */
export class Activity {
  #running = 0;
  #lastProgressAt = 0;

  /** Marks one step of progress. */
  readonly touch = (): void => {
    this.#lastProgressAt = performance.now();
  };

  /** Counts `work` as running until it settles. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#running++;
    this.touch();
    try {
      return await work();
    } finally {
      this.#running--;
      this.touch();
    }
  }

  /** Milliseconds since the running work last moved; undefined when nothing runs. */
  get stalledMs(): number | undefined {
    return this.#running === 0 ? undefined : performance.now() - this.#lastProgressAt;
  }
}
