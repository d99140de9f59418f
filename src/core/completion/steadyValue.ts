/**
 * A measured value that holds still until it is clearly another one.
 *
 * What shapes a prompt must not follow every measurement: each change moves the start of the prompt, and the engine
 * reads everything anew.
 */
export class SteadyValue {
  #value: number | undefined;

  /** `tolerance`: the smallest relative change that counts, such as 0.25. */
  constructor(private readonly tolerance: number) {}

  /** Notes a measurement; returns the value that holds. */
  note(measured: number): number {
    if (this.#value === undefined || Math.abs(measured / this.#value - 1) > this.tolerance) {
      this.#value = measured;
    }
    return this.#value;
  }

  /** The value that holds, or `initial` before the first measurement. */
  or<T>(initial: T): number | T {
    return this.#value ?? initial;
  }
}
