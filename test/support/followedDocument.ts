import { type Counts, sumOfCounts } from '../../src/core/ledger/counts.ts';
import { type OfferedSuggestion } from '../../src/core/ledger/offer.ts';
import { SuggestionTracker } from '../../src/core/ledger/suggestionTracker.ts';
import { Tally } from '../../src/core/ledger/tally.ts';
import { type TextChange } from '../../src/core/text/trackedRange.ts';

const CURSOR = '█';

/** A document that a tracker follows, edited as the editor would, with a clock that is moved by hand. */
export class FollowedDocument {
  readonly tally = new Tally();
  readonly tracker = new SuggestionTracker(this.tally, (id, { start, end }) =>
    this.#isOpen && id === this.#id ? this.text.slice(start, end) : undefined,
  );
  text: string;
  cursor: number;
  now = new Date(2026, 0, 31, 12).getTime();
  readonly #id = 'untitled:followed';
  #isOpen = true;
  #items = 0;

  constructor(picture: string) {
    this.cursor = picture.indexOf(CURSOR);
    this.text = picture.replace(CURSOR, '');
  }

  /** A suggestion at the cursor; returns the number of its item. */
  offer(text: string, details: Partial<OfferedSuggestion> = {}): number {
    const suggestion = { documentId: this.#id, languageId: 'typescript', offset: this.cursor, text };
    this.tracker.offered(
      ++this.#items,
      {
        ...suggestion,
        typedLength: 0,
        latencyMs: 120,
        confidence: 0.55,
        source: 'engine',
        isAwaited: true,
        ...details,
      },
      this.now,
    );
    return this.#items;
  }

  /** One key, or what one key or command of the editor puts in; the cursor goes behind `before` alone. */
  insert(before: string, after = ''): void {
    this.change({ offset: this.cursor, replacedLength: 0, text: before + after });
    this.cursor -= after.length;
  }

  /** Key by key. */
  type(text: string): void {
    for (const key of text) {
      this.insert(key);
    }
  }

  backspace(): void {
    this.change({ offset: this.cursor - 1, replacedLength: 1, text: '' });
  }

  /** Takes an item whole: the editor puts in what is left of it and runs its command. */
  accept(item: number, left: string, replacedLength = 0): void {
    this.change({ offset: this.cursor, replacedLength, text: left });
    this.tracker.accepted(item, this.now);
  }

  change(change: TextChange, isUndo = false): void {
    const { offset, replacedLength, text } = change;
    this.text = this.text.slice(0, offset) + text + this.text.slice(offset + replacedLength);
    this.cursor = offset + text.length;
    this.tracker.changed(this.#id, [change], isUndo, this.now);
  }

  /** Moves the clock. */
  wait(ms: number): void {
    this.now += ms;
    this.tracker.check(this.now);
  }

  close(): void {
    this.#isOpen = false;
    this.tracker.closed(this.#id, this.now);
  }

  /** Everything that was counted until now. */
  get counts(): Counts {
    this.tracker.check(this.now);
    const records = this.tally.drain();
    this.tally.giveBack(records);
    return sumOfCounts(records.map(({ counts }) => counts));
  }
}
