/** What to do after a crash. */
export type RestartDecision =
  | { readonly kind: 'restart'; readonly delayMs: number }
  | { readonly kind: 'giveUp'; readonly crashes: number };

/** The first restart is quick: a suggestion should be back before the user wonders. */
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 10_000;
const MAX_CRASHES = 5;

/** Decides on restarts: back-off, and an end after repeated crashes with no finished request in between. */
export class RestartPolicy {
  #crashes = 0;

  constructor(
    private readonly firstDelayMs = FIRST_DELAY_MS,
    private readonly maxDelayMs = MAX_DELAY_MS,
  ) {}

  /** The engine ended on its own. */
  crashed(): RestartDecision {
    this.#crashes++;
    return this.#crashes > MAX_CRASHES
      ? { kind: 'giveUp', crashes: this.#crashes }
      : { kind: 'restart', delayMs: Math.min(this.maxDelayMs, this.firstDelayMs * 4 ** (this.#crashes - 1)) };
  }

  /** One finished request proves the engine healthy; the user's restart wipes the slate as well. */
  reset(): void {
    this.#crashes = 0;
  }
}
