import { EngineError } from '../engineError.ts';

/** Ends an older request when a newer one of the same group arrives: who types on wants only the newest answer. */
export class Supersession {
  readonly #running = new Map<string, AbortController>();

  /** Runs `work` with a signal that aborts with `outer`, or when a newer request of the group begins. */
  async run<T>(group: string, outer: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#running.get(group)?.abort(new EngineError('superseded', 'A newer request took this one’s place.'));
    const own = new AbortController();
    this.#running.set(group, own);
    try {
      return await work(AbortSignal.any([own.signal, outer]));
    } finally {
      if (this.#running.get(group) === own) {
        this.#running.delete(group);
      }
    }
  }
}
