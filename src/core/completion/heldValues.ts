/** What holds for each of several things as it was when it was asked for first, until it has become clearly another. */
export class HeldValues {
  /** In order of use: the first is the next to go. */
  readonly #values = new Map<string, number>();

  /**
   * @param most things that are remembered
   * @param factor how many times larger or smaller than what holds a value must be to take its place
   */
  constructor(
    private readonly most: number,
    private readonly factor: number,
  ) {}

  /** What holds for a thing, given what would if it were new; both are positive. */
  of(name: string, fresh: number): number {
    const known = this.#values.get(name) ?? fresh;
    const isOther = Math.max(known, fresh) > this.factor * Math.min(known, fresh);
    const held = isOther ? fresh : known;
    this.#values.delete(name);
    this.#values.set(name, held);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.most && oldest !== undefined) {
      this.#values.delete(oldest);
    }
    return held;
  }
}
