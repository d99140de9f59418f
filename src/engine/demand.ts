import { type RestReason } from './engineState.ts';

/** Counts what an engine is needed for, and says when it is needed no longer. */
export class Demand {
  #underWay = 0;
  #restAfter: RestReason | undefined;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(
    /** How long it is kept without a request; 0 keeps it. Read anew each time. */
    private readonly idleMs: () => number,
    private readonly onOver: (reason: RestReason) => void,
  ) {}

  /** While the work runs, the engine is needed; a new one takes back that it shall end. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay++;
    this.#restAfter = undefined;
    this.stopWaiting();
    try {
      return await work();
    } finally {
      this.#underWay--;
      this.#settle();
    }
  }

  /** Says so for this reason, at once or when what is under way has settled. */
  endWhenDone(reason: RestReason): void {
    this.#restAfter = reason;
    this.#settle();
  }

  /** From now on counts the time without a request. */
  wait(): void {
    this.stopWaiting();
    const idleMs = this.idleMs();
    if (this.#underWay === 0 && idleMs > 0) {
      this.#idleTimer = setTimeout(() => {
        this.onOver('idle');
      }, idleMs);
      this.#idleTimer.unref();
    }
  }

  stopWaiting(): void {
    clearTimeout(this.#idleTimer);
  }

  #settle(): void {
    const reason = this.#restAfter;
    if (this.#underWay > 0) {
      return;
    }
    this.#restAfter = undefined;
    if (reason === undefined) {
      this.wait();
    } else {
      this.onOver(reason);
    }
  }
}
