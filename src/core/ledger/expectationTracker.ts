import { type TextChange } from '../text/trackedRange.ts';
import { EXPECTATION_BINS, oneOfConfidence } from './counts.ts';
import { type Tally } from './tally.ts';

/** What a model expects at a place, shown or not. Offsets and line endings are the document's own. */
export interface Expectation {
  readonly documentId: string;
  readonly languageId: string;
  /** Where it would begin. */
  readonly offset: number;
  readonly text: string;
  /** The model's own probability that it is right, 0 to 1. */
  readonly confidence: number;
}

interface Open {
  readonly expectation: Expectation;
  /** What of the text, without white space, has not been typed yet. */
  readonly rest: string;
  /** Where the next key belongs. */
  readonly end: number;
}

/** What the editor puts behind the cursor when the first of the two is typed. */
const PAIRS = new Set(['()', '[]', '{}', '<>', '""', "''", '``']);

/**
 * Counts how often a model is right by what is typed after it was asked, whatever of that was shown: the one measure of how
 * far its confidence can be trusted that costs nothing and is of this user’s own text. White space is not compared, since
 * the editor writes much of it. What is deleted, undone, or left for another place is counted for neither.
 */
export class ExpectationTracker {
  /** One a document: what is expected at the next key, of a text that is being typed, is nearly the same once more. */
  readonly #open = new Map<string, Open>();

  constructor(private readonly tally: Tally) {}

  expected(expectation: Expectation): void {
    const { documentId, offset, text } = expectation;
    const rest = keysExpected(text);
    const before = this.#open.get(documentId);
    if (rest !== undefined && before?.end !== offset) {
      this.#open.set(documentId, { expectation, rest, end: offset });
    }
  }

  /** A document was edited: changes that were made at once, in offsets of the text before them. */
  changed(documentId: string, changes: readonly TextChange[], isUndo: boolean, now: number): void {
    const open = this.#open.get(documentId);
    if (open === undefined) {
      return;
    }
    this.#open.delete(documentId);
    const [change] = changes;
    const inserted = changes.length === 1 && !isUndo ? insertedAt(open.end, change) : undefined;
    if (change === undefined || inserted === undefined) {
      return;
    }
    const typed = withoutSpace(inserted);
    if (typed.startsWith(open.rest)) {
      this.#count(open.expectation, true, now);
    } else if (open.rest.startsWith(typed) && !inserted.includes('\n')) {
      const end = open.end + inserted.length;
      this.#open.set(documentId, { ...open, rest: open.rest.slice(typed.length), end });
    } else {
      this.#count(open.expectation, false, now);
    }
  }

  closed(documentId: string): void {
    this.#open.delete(documentId);
  }

  forget(): void {
    this.#open.clear();
  }

  #count({ languageId, confidence }: Expectation, isRight: boolean, now: number): void {
    const one = oneOfConfidence(confidence, EXPECTATION_BINS);
    this.tally.add(now, languageId, {
      expectedByConfidence: one,
      ...(isRight ? { rightByConfidence: one } : {}),
    });
  }
}

/**
 * What of a text is compared; undefined for one that says nothing, and for several lines, of which the confidence is that of
 * the least sure one alone.
 */
export function keysExpected(text: string): string | undefined {
  const keys = withoutSpace(text);
  return keys === '' || /[\r\n]/u.test(text.trimEnd()) ? undefined : keys;
}

/**
 * What a change writes at a place, without what it writes once more of the word before it, as a list of words does, and
 * without what the editor closes by itself; undefined where it writes nothing there.
 */
function insertedAt(end: number, change: TextChange | undefined): string | undefined {
  if (change === undefined) {
    return undefined;
  }
  const { offset, replacedLength, text } = change;
  const again = end - offset;
  if (again < 0 || again > replacedLength || text.length <= again) {
    return undefined;
  }
  const inserted = text.slice(again);
  return PAIRS.has(inserted) ? inserted.slice(0, 1) : inserted;
}

/** A text without its white space. */
export function withoutSpace(text: string): string {
  return text.replace(/\s+/gu, '');
}
