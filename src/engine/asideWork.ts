/** Lets work that nobody waits for run only while nobody waits for other work, and ends it when somebody does. */
export class AsideWork {
  #waitedFor = 0;
  readonly #aside = new Set<AbortController>();

  /** Whether somebody waits for something. */
  get isWaitedFor(): boolean {
    return this.#waitedFor > 0;
  }

  /** Runs work that somebody waits for, once what was done aside was told to end; or aside, until that happens. */
  async run<T>(isAside: boolean, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return isAside ? this.#runAside(signal, work) : this.#runFirst(signal, work);
  }

  async #runFirst<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#waitedFor++;
    for (const control of this.#aside) {
      control.abort();
    }
    try {
      return await work(signal);
    } finally {
      this.#waitedFor--;
    }
  }

  async #runAside<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const control = new AbortController();
    const end = (): void => {
      control.abort();
    };
    signal.addEventListener('abort', end, { once: true });
    this.#aside.add(control);
    if (signal.aborted || this.isWaitedFor) {
      end();
    }
    try {
      return await work(control.signal);
    } finally {
      this.#aside.delete(control);
      signal.removeEventListener('abort', end);
    }
  }
}
