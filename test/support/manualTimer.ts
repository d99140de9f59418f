/** Time and its one alarm, moved by hand. */
export class ManualTimer {
  now: number;
  #alarms: { readonly at: number; readonly run: () => void }[] = [];

  constructor(start: number) {
    this.now = start;
  }

  /** How many alarms are set. */
  get set(): number {
    return this.#alarms.length;
  }

  readonly after = (ms: number, run: () => void): (() => void) => {
    const alarm = { at: this.now + ms, run };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((one) => one !== alarm);
    };
  };

  /** Moves on, and lets ring what is due then. */
  wait(ms: number): void {
    const end = this.now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.now = next.at;
      this.#alarms = this.#alarms.filter((one) => one !== next);
      next.run();
    }
    this.now = end;
  }

  #next(end: number): { readonly at: number; readonly run: () => void } | undefined {
    return this.#alarms.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
