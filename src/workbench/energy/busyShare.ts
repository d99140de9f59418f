import os from 'node:os';

/** Shorter than this a reading tells of single moments, and longer of what is over. */
const [SHORTEST_MS, LONGEST_MS] = [30_000, 120_000];

/** What the processors did since the machine started; as `os.cpus`. */
type ReadProcessors = () => readonly Pick<os.CpuInfo, 'times'>[];

/** The share of all processors that was busy lately, for systems that tell no load, as Windows. */
export class BusyShare {
  #share = 0;
  #last: { readonly at: number; readonly idle: number; readonly all: number } | undefined;

  constructor(private readonly processors: ReadProcessors = os.cpus) {}

  /**
   * Over the time since a former call, 0 to 1; 0 until there was one.
   *
   * @param now in milliseconds
   */
  at(now: number): number {
    const elapsed = this.#last === undefined ? Infinity : now - this.#last.at;
    if (elapsed < SHORTEST_MS) {
      return this.#share;
    }
    const times = this.processors().map((one) => one.times);
    const idle = times.reduce((sum, one) => sum + one.idle, 0);
    const all = times.reduce((sum, one) => sum + one.user + one.nice + one.sys + one.idle + one.irq, 0);
    const since = elapsed > LONGEST_MS ? undefined : this.#last;
    this.#share = since === undefined || all === since.all ? 0 : 1 - (idle - since.idle) / (all - since.all);
    this.#last = { at: now, idle, all };
    return this.#share;
  }
}
