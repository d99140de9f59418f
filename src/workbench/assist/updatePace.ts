/** Between two states of a growing text: each sends the whole of it to the window, which draws it anew. */
const UPDATE_MS = 100;

/** Lets a text that grows be shown now and then; whoever asks shows its end in any case. */
export class UpdatePace {
  #shownAt = -Infinity;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** True at most once in a tenth of a second. */
  isDue(): boolean {
    const now = this.now();
    if (now - this.#shownAt < UPDATE_MS) {
      return false;
    }
    this.#shownAt = now;
    return true;
  }
}
