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
  /** What was typed of it, as it stands in the document. */
  readonly written: string;
  /** Where the next key belongs. */
  readonly end: number;
}

/** Something else was written where an expectation was; the next change tells whether somebody meant it. */
interface Doubt {
  readonly open: Open;
  readonly end: number;
}

/** What the editor puts behind the cursor when their opposites are typed. */
const CLOSERS = /[)\]}>"'`]+$/u;
const ONLY_CLOSERS = /^[)\]}>"'`;,]+$/u;

/**
 * Counts how often a model is right by what is typed after it was asked, whatever of that was shown: the one measure of how
 * far its confidence can be trusted that costs nothing and is of this user’s own text. White space is not compared, since
 * the editor writes much of it. What is deleted, undone, written anew, as an input method does, or left for another place is
 * counted for neither; so a long text counts a little more often where it is wrong, which shows sooner than that it is right.
 */
export class ExpectationTracker {
  /** One a document: what is expected at the next key, of a text that is being typed, is nearly the same once more. */
  readonly #open = new Map<string, Open>();
  readonly #doubts = new Map<string, Doubt>();

  constructor(private readonly tally: Tally) {}

  expected(expectation: Expectation): void {
    const { documentId, offset, text } = expectation;
    const rest = keysExpected(text);
    const before = this.#open.get(documentId);
    if (rest !== undefined && before?.end !== offset) {
      this.#open.set(documentId, { expectation, rest, written: '', end: offset });
    }
  }

  /** A document was edited: changes that were made at once, in offsets of the text before them. */
  changed(documentId: string, changes: readonly TextChange[], isUndo: boolean, now: number): void {
    const [change] = changes;
    const only = changes.length === 1 && !isUndo ? change : undefined;
    this.#settleDoubt(documentId, only, now);
    const open = this.#open.get(documentId);
    if (open === undefined) {
      return;
    }
    this.#open.delete(documentId);
    const inserted = only && insertedAt(open, only);
    if (inserted !== undefined) {
      this.#compare(documentId, open, inserted, now);
    } else if (only !== undefined && isElsewhere(open, only) && ONLY_CLOSERS.test(open.rest)) {
      // They stood there already, and the cursor was moved past them.
      this.#count(open.expectation, true, now);
    }
  }

  closed(documentId: string): void {
    this.#open.delete(documentId);
    this.#doubts.delete(documentId);
  }

  forget(): void {
    this.#open.clear();
    this.#doubts.clear();
  }

  #compare(documentId: string, open: Open, inserted: string, now: number): void {
    const typed = fittingPart(inserted, open.rest);
    if (typed === undefined || (typed.includes('\n') && !withoutSpace(typed).startsWith(open.rest))) {
      this.#doubts.set(documentId, { open, end: open.end + inserted.length });
      return;
    }
    const keys = withoutSpace(typed);
    if (keys.startsWith(open.rest)) {
      this.#count(open.expectation, true, now);
    } else {
      const written = open.written + typed;
      this.#open.set(documentId, {
        ...{ expectation: open.expectation, written },
        ...{ rest: open.rest.slice(keys.length), end: open.end + typed.length },
      });
    }
  }

  /** What was written in place of an expectation was meant, unless the next change takes it back or is made before it. */
  #settleDoubt(documentId: string, change: TextChange | undefined, now: number): void {
    const doubt = this.#doubts.get(documentId);
    if (doubt === undefined) {
      return;
    }
    this.#doubts.delete(documentId);
    if (change === undefined) {
      return;
    }
    const { open, end } = doubt;
    const changeEnd = change.offset + change.replacedLength;
    if (change.offset === open.end && change.replacedLength === 0) {
      // The cursor has stayed before it: the editor wrote it by itself, an end tag, say.
      this.#open.set(documentId, open);
    } else if (change.offset >= end || changeEnd <= open.end) {
      this.#count(open.expectation, false, now);
    }
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

/** A text without its white space. */
export function withoutSpace(text: string): string {
  return text.replace(/\s+/gu, '');
}

/**
 * What a change writes at the end of what was typed, without what it writes once more of the word before, as a list of words
 * does; undefined where it writes nothing there, or another word than that.
 */
function insertedAt(
  { end, written }: Open,
  { offset, replacedLength, text }: TextChange,
): string | undefined {
  const again = end - offset;
  if (again < 0 || again > replacedLength || text.length <= again) {
    return undefined;
  }
  const known = Math.min(again, written.length);
  const isSame = text.slice(again - known, again) === written.slice(written.length - known);
  return isSame ? text.slice(again) : undefined;
}

/** What of it agrees with the rest: all, or all but what the editor closes by itself; undefined where neither does. */
function fittingPart(inserted: string, rest: string): string | undefined {
  const opened = inserted.replace(CLOSERS, '');
  return [inserted, ...(opened === '' ? [] : [opened])].find((text) => {
    const keys = withoutSpace(text);
    return keys.startsWith(rest) || rest.startsWith(keys);
  });
}

function isElsewhere({ end, written }: Open, { offset, replacedLength }: TextChange): boolean {
  return offset > end || offset + replacedLength < end - written.length;
}
