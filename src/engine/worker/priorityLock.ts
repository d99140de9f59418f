import { type Purpose } from '../protocol.ts';

interface Waiter {
  readonly purpose: Purpose;
  readonly enter: () => void;
}

/**
 * Lets one job at a time into the engine: a waiting completion goes before any waiting chat step.
 *
 * A completion holds the lock until it is done; a chat takes it for one step at a time, so that a completion waits
 * for at most one token or one prefill chunk of it.
 */
export class PriorityLock {
  readonly #waiters: Waiter[] = [];
  #held = false;

  /** Runs `work` alone. Throws the signal's reason when it aborts while waiting; `work` itself watches it later. */
  async run<T>(purpose: Purpose, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(purpose, signal);
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #enter(purpose: Purpose, signal: AbortSignal): Promise<void> {
    if (signal.aborted) {
      return Promise.reject(signal.reason as Error);
    }
    if (!this.#held) {
      this.#held = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        purpose,
        enter: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiters.push(waiter);
    });
  }

  #leave(): void {
    const urgent = this.#waiters.findIndex((waiter) => waiter.purpose === 'completion');
    const [next] = this.#waiters.splice(Math.max(0, urgent), 1);
    if (next === undefined) {
      this.#held = false;
    } else {
      next.enter();
    }
  }
}
