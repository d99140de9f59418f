import { type SessionRecord } from './diagnostics.ts';

const MAX_ERRORS = 10;
const MAX_TIMES = 200;

/** Counts what came of the requests of this session, for the diagnostics; keeps no text. */
export class SessionCounter {
  #suggestions = 0;
  readonly #withoutSuggestion = new Map<string, number>();
  readonly #lastErrors: string[] = [];
  readonly #firstTextMs: number[] = [];

  /** A request brought a suggestion; `firstTokenMs` is undefined where it was there already. */
  suggested(firstTokenMs: number | undefined): void {
    this.#suggestions++;
    if (firstTokenMs === undefined) {
      return;
    }
    this.#firstTextMs.push(firstTokenMs);
    this.#firstTextMs.splice(0, this.#firstTextMs.length - MAX_TIMES);
  }

  /** A request brought nothing. */
  withoutSuggestion(reason: string): void {
    this.#withoutSuggestion.set(reason, (this.#withoutSuggestion.get(reason) ?? 0) + 1);
  }

  /** Something failed; `message` must not hold text of the user's. */
  failed(message: string): void {
    this.#lastErrors.push(`${new Date().toISOString()} ${message}`);
    this.#lastErrors.splice(0, this.#lastErrors.length - MAX_ERRORS);
  }

  get record(): SessionRecord {
    return {
      suggestions: this.#suggestions,
      withoutSuggestion: Object.fromEntries(this.#withoutSuggestion),
      lastErrors: [...this.#lastErrors],
      firstTextMs: [...this.#firstTextMs],
    };
  }
}
