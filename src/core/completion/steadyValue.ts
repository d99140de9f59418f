/**
 * A measured value that holds still until it is clearly another one.
 *
 * What shapes a prompt must not follow every measurement: each change moves the start of the prompt, and the engine
 * reads everything anew.
 */
export class SteadyValue {
  #value: number | undefined;
  readonly #latest: number[] = [];

  /**
   * @param tolerance the smallest relative change that counts, such as 0.25
   * @param bestOf of so many measurements the largest counts: what else a machine does makes a speed smaller, never larger
   * @param first a first measurement
   */
  constructor(
    private readonly tolerance: number,
    private readonly bestOf = 1,
    first?: number,
  ) {
    this.#value = first;
    this.#latest.push(...(first === undefined ? [] : [first]));
  }

  /** Notes a measurement; returns the value that holds. */
  note(measured: number): number {
    this.#latest.push(measured);
    this.#latest.splice(0, this.#latest.length - this.bestOf);
    const best = Math.max(...this.#latest);
    if (this.#value === undefined || Math.abs(best / this.#value - 1) > this.tolerance) {
      this.#value = best;
    }
    return this.#value;
  }

  /** The value that holds, or `initial` before the first measurement. */
  or<T>(initial: T): number | T {
    return this.#value ?? initial;
  }
}
