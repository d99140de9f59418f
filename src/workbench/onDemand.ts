/** A part of the extension that is read, compiled and built when it is first used: most windows never need most parts. */
export class OnDemand<T extends { dispose(): unknown }> {
  #building: Promise<T> | undefined;
  #built: T | undefined;
  #isDisposed = false;

  constructor(private readonly build: () => Promise<T>) {}

  /** The part, if anything has used it. */
  get built(): T | undefined {
    return this.#built;
  }

  /** Throws what building it threw; the next use tries again. */
  async get(): Promise<T> {
    this.#building ??= this.#build();
    return this.#building;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#built?.dispose();
  }

  async #build(): Promise<T> {
    try {
      const part = await this.build();
      this.#built = part;
      if (this.#isDisposed) {
        part.dispose();
      }
      return part;
    } catch (error) {
      this.#building = undefined;
      throw error;
    }
  }
}
