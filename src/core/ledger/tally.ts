import { type Counts, sumOfCounts } from './counts.ts';
import { dayOf } from './ledgerDay.ts';

/** Counts of one language on one day. */
export interface LedgerRecord {
  /** As `2026-01-31`, in the user's own time. */
  readonly day: string;
  /** VS Code's identifier. */
  readonly language: string;
  readonly counts: Counts;
}

/** Collects counts by day and language until they are written. */
export class Tally {
  readonly #records = new Map<string, LedgerRecord>();

  get isEmpty(): boolean {
    return this.#records.size === 0;
  }

  add(now: number, language: string, counts: Partial<Counts>): void {
    this.#put(dayOf(now), language, counts);
  }

  /** Everything that was collected, which is forgotten here. */
  drain(): readonly LedgerRecord[] {
    const records = [...this.#records.values()];
    this.#records.clear();
    return records;
  }

  /** Takes back what could not be written. */
  giveBack(records: readonly LedgerRecord[]): void {
    for (const { day, language, counts } of records) {
      this.#put(day, language, counts);
    }
  }

  #put(day: string, language: string, counts: Partial<Counts>): void {
    const key = `${day} ${language}`;
    const before = this.#records.get(key)?.counts ?? {};
    this.#records.set(key, { day, language, counts: sumOfCounts([before, counts]) });
  }
}
