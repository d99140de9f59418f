import { commonLength } from '../commonLength.ts';
import { type OffsetRange, type TextChange } from '../text/trackedRange.ts';
import { lastFirst } from './stretchedRange.ts';

/** A suggestion as it was handed to the editor. Offsets and line endings are the document's own. */
export interface OfferedSuggestion {
  readonly documentId: string;
  readonly languageId: string;
  /** Where the text begins. */
  readonly offset: number;
  readonly text: string;
  /** What may be chosen in its place; the confidence is not theirs. */
  readonly others?: readonly string[];
  /** How much of the text stands there already, as where a popup's word was begun. */
  readonly typedLength: number;
  /** From the request to the suggestion. */
  readonly latencyMs: number;
  /** 0 to 1. */
  readonly confidence: number;
  readonly source: 'cache' | 'engine';
  /** Asked for by a key, after a wait. */
  readonly isAwaited: boolean;
}

/** What a change put of a suggestion into the document. */
export interface Inserted {
  readonly range: OffsetRange;
  readonly text: string;
  /** It looks as if the author had taken a part: the next word, or the next line. */
  readonly isPart: boolean;
}

/** What the editor puts behind the cursor by itself when a bracket, a quote or a line break is typed. */
const CLOSED_BY_ITSELF = /^[\s)\]}>"'`]+$/u;
/** Brackets, quotes, indentation and the star of a comment's next line come from the editor, words do not. */
const HAS_WORD = /[\p{L}\p{N}]/u;

/** A suggestion that stands in a document, followed through the edits around it. */
export class Offer {
  readonly languageId: string;
  readonly confidence: number;
  /** It is counted whether anybody looked at it, or is not to be: how long the wait is makes no difference to it. */
  isJudged: boolean;
  /** It is counted as accepted, whole or partly. */
  isAccepted = false;
  /** Its command has come: no more of it can be taken. */
  isTaken = false;
  /** A part that was put in by the last change: it is one when no command follows. */
  pendingPart: Inserted | undefined;
  /** What the last change put in of it. */
  lastInserted: Inserted | undefined;
  /** One of the others was chosen. */
  isOther = false;
  #start: number;
  #text: string;
  #others: readonly string[];
  /** How much of the text stands in the document; undefined since something else stands there. */
  #typed: number | undefined;

  constructor(
    suggestion: OfferedSuggestion,
    /** When, in milliseconds since 1970. */
    readonly offeredAt: number,
  ) {
    this.isJudged = !suggestion.isAwaited;
    this.languageId = suggestion.languageId;
    this.confidence = suggestion.confidence;
    this.#start = suggestion.offset;
    this.#text = suggestion.text;
    this.#others = suggestion.others ?? [];
    this.#typed = suggestion.typedLength;
  }

  get isMultiline(): boolean {
    return this.#text.includes('\n');
  }

  /** Something else stands where it would. */
  get isOver(): boolean {
    return this.#typed === undefined;
  }

  /** Takes a suggestion as this one seen from a later cursor, if it is; says whether. */
  continueWith({ offset, text, typedLength, source, others = [] }: OfferedSuggestion): boolean {
    const from = offset - this.#start;
    if (this.#typed === undefined || from < 0 || from > this.#typed) {
      return false;
    }
    const rest = this.#text.slice(from);
    // The cache alone may know more of the same text than was fit to be shown before.
    const isSame = rest.startsWith(text) || (source === 'cache' && rest !== '' && text.startsWith(rest));
    if (isSame) {
      this.#text = this.#text.slice(0, from) + text;
      this.#typed = from + typedLength;
      this.#others = others.map((other) => this.#text.slice(0, from) + other);
    }
    return isSame;
  }

  /** Moves with changes that were made at once; what they put in of the suggestion is `lastInserted` then. */
  follow(changes: readonly TextChange[], isUndo: boolean): void {
    let inserted: (OffsetRange & { readonly isPart: boolean }) | undefined;
    for (const change of lastFirst(changes)) {
      inserted = this.#followOne(change, isUndo) ?? inserted;
    }
    this.lastInserted =
      inserted === undefined
        ? undefined
        : {
            range: { start: this.#start + inserted.start, end: this.#start + inserted.end },
            text: this.#text.slice(inserted.start, inserted.end),
            isPart: inserted.isPart && changes.length === 1,
          };
  }

  /** What the change put in of the text, as a range of the text. */
  #followOne(change: TextChange, isUndo: boolean): (OffsetRange & { isPart: boolean }) | undefined {
    const typed = this.#typed;
    const from = change.offset - this.#start;
    const replacedEnd = from + change.replacedLength;
    if (typed === undefined || from > typed) {
      return undefined;
    }
    // Before the text; at its very start the first key of it is typed.
    if (replacedEnd <= 0 && (from < 0 || typed > 0)) {
      this.#start += change.text.length - change.replacedLength;
      return undefined;
    }
    if (from < 0 || replacedEnd < typed) {
      this.#typed = undefined;
      return undefined;
    }
    this.#chooseFor(change.text, from);
    const fitting = commonLength(change.text, this.#text.slice(from));
    this.#typed = typedAfter(change.text, from, fitting, isUndo);
    return fitting > 0 && fitting === change.text.length && !isUndo
      ? this.#insertedBy(change, from, typed)
      : undefined;
  }

  /** Where something of another text is put in, that one was chosen. */
  #chooseFor(inserted: string, from: number): void {
    const before = this.#text.slice(0, from);
    const fits = (text: string): boolean => text.startsWith(before) && text.startsWith(inserted, from);
    const chosen = fits(this.#text) ? undefined : this.#others.find(fits);
    if (chosen !== undefined) {
      this.#text = chosen;
      this.isOther = true;
    }
  }

  #insertedBy(change: TextChange, from: number, typed: number): OffsetRange & { isPart: boolean } {
    const end = from + change.text.length;
    // Where what was typed is written once more, it is no gift.
    const start = Math.min(Math.max(from, typed), end);
    const isPart =
      change.replacedLength === 0 &&
      change.text.length > 1 &&
      end < this.#text.length &&
      HAS_WORD.test(change.text);
    return { start, end, isPart };
  }
}

/** How much of the suggestion is typed after a change at the cursor; undefined when something else was. */
function typedAfter(text: string, from: number, fitting: number, isUndo: boolean): number | undefined {
  if (fitting === text.length) {
    return from + fitting;
  }
  if (isUndo) {
    return from;
  }
  return fitting > 0 && CLOSED_BY_ITSELF.test(text.slice(fitting)) ? from + fitting : undefined;
}
