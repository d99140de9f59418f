import { daysUpTo } from '../../core/ledger/ledgerDay.ts';
import { readLedgerLines, writeLedgerLine } from '../../core/ledger/ledgerLine.ts';
import { KEPT_DAYS, type LedgerReport, ledgerReport } from '../../core/ledger/ledgerReport.ts';
import { type Expectation, ExpectationTracker } from '../../core/ledger/expectationTracker.ts';
import { type OfferedSuggestion } from '../../core/ledger/offer.ts';
import { type ReadText, SuggestionTracker } from '../../core/ledger/suggestionTracker.ts';
import { type LedgerRecord, Tally } from '../../core/ledger/tally.ts';
import { type TextChange } from '../../core/text/trackedRange.ts';
import { type LedgerFolder } from './ledgerFolder.ts';

/** Seldom enough that a long day is a small file; what a killed editor loses is no more than this. */
const WRITE_EVERY_MS = 300_000;

/** What the keeper takes from its surroundings. */
export interface KeeperSurroundings {
  readonly folder: LedgerFolder;
  readonly textOf: ReadText;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back once; the returned function calls it off. */
  readonly after: (ms: number, run: () => void) => () => void;
  readonly warn: (message: string) => void;
}

/** Follows the suggestions of this window and writes what they were worth, now and then. */
export class LedgerKeeper {
  readonly #tally = new Tally();
  readonly #tracker: SuggestionTracker;
  readonly #expectations: ExpectationTracker;
  #writing: Promise<void> = Promise.resolve();
  #writeAt: number | undefined;
  #wake: { readonly at: number; readonly cancel: () => void } | undefined;
  #cleanedOn: string | undefined;
  #hasWarned = false;

  constructor(private readonly surroundings: KeeperSurroundings) {
    this.#tracker = new SuggestionTracker(this.#tally, surroundings.textOf);
    this.#expectations = new ExpectationTracker(this.#tally);
  }

  /** @param model a digest of the one that expects it */
  expected(expectation: Expectation, model: string): void {
    this.#use(model);
    this.#expectations.expected(expectation);
  }

  /** @param model a digest of the one that wrote it */
  offered(itemId: number, suggestion: OfferedSuggestion, model: string): void {
    this.#use(model);
    this.#tracker.offered(itemId, suggestion, this.#now);
    this.#arm();
  }

  changed(documentId: string, changes: readonly TextChange[], isUndo: boolean): void {
    this.#expectations.changed(documentId, changes, isUndo, this.#now);
    if (this.#tracker.changed(documentId, changes, isUndo, this.#now) || !this.#tally.isEmpty) {
      this.#arm();
    }
  }

  accepted(itemId: number): void {
    this.#tracker.accepted(itemId, this.#now);
    this.#arm();
  }

  closed(documentId: string): void {
    this.#expectations.closed(documentId);
    this.#tracker.closed(documentId, this.#now);
    this.#arm();
  }

  /** Writes what was counted until now. Never throws: what can't be written is kept for the next time. */
  async write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  /** The window closes. */
  async finish(): Promise<void> {
    this.#tracker.closeAll(this.#now);
    await this.write();
    this.dispose();
  }

  /** Follows and counts nothing of what was not written yet. */
  forget(): void {
    this.#expectations.forget();
    this.#tracker.forget();
    this.#tally.drain();
    this.dispose();
  }

  /** Removes everything that was ever counted. Throws what the disk throws. */
  async reset(): Promise<void> {
    this.forget();
    // What is being written would come after it.
    await this.#writing;
    await this.surroundings.folder.remove();
  }

  /**
   * What all windows have counted. Throws what the disk throws.
   *
   * @param model a digest of the one that writes now
   */
  async report(model: string): Promise<LedgerReport> {
    await this.write();
    const files = await this.surroundings.folder.read();
    // What could not be written counts as well.
    const unwritten = this.#tally.drain();
    this.#tally.giveBack(unwritten);
    const [first = ''] = daysUpTo(this.#now, KEPT_DAYS);
    const kept = files.filter(({ day }) => day >= first);
    const written = kept.flatMap(({ day, text }) =>
      readLedgerLines(text).map((line): LedgerRecord => ({ day, ...line })),
    );
    return ledgerReport([...written, ...unwritten], this.#now, model);
  }

  dispose(): void {
    this.#wake?.cancel();
    this.#wake = undefined;
    this.#writeAt = undefined;
  }

  /** What another model expected is not this one's. */
  #use(model: string): void {
    if (model !== this.#tally.model) {
      this.#expectations.forget();
      this.#tally.model = model;
    }
  }

  get #now(): number {
    return this.surroundings.now();
  }

  async #write(): Promise<void> {
    const now = this.#now;
    this.#tracker.check(now);
    this.#writeAt = undefined;
    const records = this.#tally.drain();
    for (const day of new Set(records.map((record) => record.day))) {
      const ofDay = records.filter((record) => record.day === day);
      try {
        await this.surroundings.folder.append(day, ofDay.map(writeLedgerLine));
      } catch (error) {
        this.#tally.giveBack(ofDay);
        this.#warnOnce(error);
      }
    }
    // What was written stays written, whatever becomes of old days.
    await this.#clean(now).catch((error: unknown) => {
      this.#warnOnce(error);
    });
    this.#arm();
  }

  /** Once a day. */
  async #clean(now: number): Promise<void> {
    const [first = '', ...others] = daysUpTo(now, KEPT_DAYS);
    if (this.#cleanedOn !== others.at(-1)) {
      this.#cleanedOn = others.at(-1);
      await this.surroundings.folder.removeBefore(first);
    }
  }

  #warnOnce(error: unknown): void {
    if (!this.#hasWarned) {
      this.#hasWarned = true;
      this.surroundings.warn(`What suggestions were worth can't be written: ${String(error)}`);
    }
  }

  /** Sets the clock for the next text to look up or the next write; for nothing, where there is nothing. */
  #arm(): void {
    const now = this.#now;
    if (!this.#tally.isEmpty) {
      this.#writeAt ??= now + WRITE_EVERY_MS;
    }
    const at = Math.min(this.#tracker.nextDue ?? Infinity, this.#writeAt ?? Infinity);
    if (at === Infinity || (this.#wake !== undefined && this.#wake.at <= at)) {
      return;
    }
    this.#wake?.cancel();
    const cancel = this.surroundings.after(Math.max(0, at - now), () => {
      this.#wake = undefined;
      this.#awake();
    });
    this.#wake = { at, cancel };
  }

  #awake(): void {
    const now = this.#now;
    this.#tracker.check(now);
    if (this.#writeAt !== undefined && this.#writeAt <= now) {
      void this.write();
    } else {
      this.#arm();
    }
  }
}
