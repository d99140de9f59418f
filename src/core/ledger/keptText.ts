import { type OffsetRange, type TextChange } from '../text/trackedRange.ts';
import { type Inserted } from './offer.ts';
import { lastFirst, stretchedRange } from './stretchedRange.ts';

/** After how many milliseconds it is looked up what is left of an accepted text. */
export const CHECKS_MS = [30_000, 300_000] as const;

/** An accepted text, followed through the edits that come after it. */
export class KeptText {
  readonly text: string;
  readonly languageId: string;
  /** How many of the checks are over. */
  checked = 0;
  #range: OffsetRange;

  constructor(
    { text, range }: Inserted,
    languageId: string,
    private readonly acceptedAt: number,
  ) {
    this.text = text;
    this.languageId = languageId;
    this.#range = range;
  }

  get range(): OffsetRange {
    return this.#range;
  }

  /** When it is to be looked up next; undefined after the last time. */
  get dueAt(): number | undefined {
    const after = CHECKS_MS[this.checked];
    return after === undefined ? undefined : this.acceptedAt + after;
  }

  /** Moves with changes that were made at once; says whether they brought back what had been undone. */
  follow(changes: readonly TextChange[]): boolean {
    let isBack = false;
    for (const change of lastFirst(changes)) {
      const { start, end } = this.#range;
      if (start === end && change.offset === start && change.text === this.text) {
        this.#range = { start, end: start + change.text.length };
        isBack = true;
      } else {
        this.#range = stretchedRange(this.#range, change);
      }
    }
    return isBack;
  }
}
