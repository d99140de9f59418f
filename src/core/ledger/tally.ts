import { type Counts, sumOfCounts } from './counts.ts';
import { dayOf } from './ledgerDay.ts';

/** Counts of one language and model on one day. */
export interface LedgerRecord {
  /** As `2026-01-31`, in the user's own time. */
  readonly day: string;
  /** VS Code's identifier. */
  readonly language: string;
  /** A digest that tells one model from another; empty where that is not known. */
  readonly model: string;
  readonly counts: Counts;
}

/** Collects counts by day, language and model until they are written. */
export class Tally {
  /** Of the model that writes at present: what is counted from now on is its. */
  model = '';
  readonly #records = new Map<string, LedgerRecord>();

  get isEmpty(): boolean {
    return this.#records.size === 0;
  }

  add(now: number, language: string, counts: Partial<Counts>): void {
    this.#put({ day: dayOf(now), language, model: this.model, counts: sumOfCounts([counts]) });
  }

  /** Everything that was collected, which is forgotten here. */
  drain(): readonly LedgerRecord[] {
    const records = [...this.#records.values()];
    this.#records.clear();
    return records;
  }

  /** Takes back what could not be written. */
  giveBack(records: readonly LedgerRecord[]): void {
    records.forEach((record) => {
      this.#put(record);
    });
  }

  #put(record: LedgerRecord): void {
    const key = `${record.day} ${record.language} ${record.model}`;
    const before = this.#records.get(key)?.counts ?? {};
    this.#records.set(key, { ...record, counts: sumOfCounts([before, record.counts]) });
  }
}
