const WINDOW_STEPS = 12;
/** llama.cpp's spin barriers fall from over 70 to 0.4 tokens a second when threads outnumber free cores. */
const COLLAPSE_FACTOR = 6;
/** Below this, a slow step is not worth a reaction: 40 tokens a second. */
const TOLERABLE_STEP_MS = 25;

/** Lowers the number of CPU threads when the time per token collapses; never raises it again. */
export class ThreadGovernor {
  readonly #window: number[] = [];
  #bestMedianMs = Infinity;
  #threads: number;

  /** `fixed`: the user chose the number, so it stays. */
  constructor(
    threads: number,
    private readonly fixed: boolean,
  ) {
    this.#threads = threads;
  }

  get threads(): number {
    return this.#threads;
  }

  /** Notes the duration of one decode step; returns the new number of threads when it should change. */
  recordStep(elapsedMs: number): number | undefined {
    if (this.fixed || this.#threads === 1) {
      return undefined;
    }
    this.#window.push(elapsedMs);
    if (this.#window.length < WINDOW_STEPS) {
      return undefined;
    }
    const median = medianOf(this.#window.splice(0));
    this.#bestMedianMs = Math.min(this.#bestMedianMs, median);
    if (median <= TOLERABLE_STEP_MS || median < this.#bestMedianMs * COLLAPSE_FACTOR) {
      return undefined;
    }
    return this.#lowerTo(Math.max(1, Math.floor(this.#threads / 2)));
  }

  /**
   * Settles the start: takes one thread when a measurement finds it faster than all of them.
   *
   * Both durations are milliseconds per token, measured in turn.
   */
  compareWithOneThread(allThreadsMs: number, oneThreadMs: number): number | undefined {
    if (this.fixed || this.#threads === 1 || allThreadsMs <= oneThreadMs) {
      return undefined;
    }
    return this.#lowerTo(1);
  }

  #lowerTo(threads: number): number {
    this.#threads = threads;
    this.#bestMedianMs = Infinity;
    this.#window.length = 0;
    return threads;
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
