/** One change of a document: `text` takes the place of `replacedLength` characters at `offset`. */
export interface TextChange {
  readonly documentId: string;
  readonly offset: number;
  readonly replacedLength: number;
  readonly text: string;
}

/** An input method rewrites what it wrote last by a few characters at a time. */
const MAX_GROWTH = 3;
/** Accepting a word of the popup also rewrites what was typed; an input method does so again and again. */
const REWRITES_OF_AN_INPUT_METHOD = 2;

/**
 * Tells from the changes of documents whether an input method is composing: no stable API says so.
 *
 * A composition shows as one insertion that is then replaced, whole, by each next state. The first one of a session
 * is recognised when other than Latin letters come of it; from then on the first letter of a word is taken for the
 * start of the next one, until another letter is typed after it.
 */
export class InputMethodWatch {
  #last: TextChange | undefined;
  #rewrites = 0;
  #isInUse = false;
  #isComposing = false;

  get isComposing(): boolean {
    return this.#isComposing;
  }

  /** Notes a change, in the order in which changes come. */
  note(change: TextChange): void {
    if (this.#rewritesLast(change)) {
      this.#noteRewrite(change);
    } else {
      this.#rewrites = 0;
      this.#isComposing = this.#isInUse && this.#isFirstLetter(change);
      this.#last = change;
    }
  }

  #noteRewrite(change: TextChange): void {
    this.#rewrites++;
    const isCommit = isLatin(this.#last?.text ?? '') && hasOtherScript(change.text);
    // Latin text alone proves nothing: an editor that counts a number up rewrites it just so.
    const isRecognised = this.#rewrites >= REWRITES_OF_AN_INPUT_METHOD && hasOtherScript(change.text);
    this.#isInUse ||= isCommit || isRecognised;
    this.#isComposing = this.#isInUse && !isCommit;
    this.#last = isCommit ? undefined : change;
  }

  #isFirstLetter(change: TextChange): boolean {
    return change.replacedLength === 0 && /^\p{L}$/u.test(change.text) && !this.#continuesLast(change);
  }

  #rewritesLast({ documentId, offset, replacedLength, text }: TextChange): boolean {
    const last = this.#last;
    return (
      last?.documentId === documentId &&
      last.offset === offset &&
      replacedLength > 0 &&
      last.text.length === replacedLength &&
      text !== '' &&
      !text.includes('\n') &&
      Math.abs(text.length - replacedLength) <=
        Math.max(MAX_GROWTH, hasOtherScript(text) ? replacedLength : 0)
    );
  }

  /** Whether a letter follows directly on one that was typed. */
  #continuesLast({ documentId, offset }: TextChange): boolean {
    const last = this.#last;
    return (
      last?.documentId === documentId &&
      last.offset + last.text.length === offset &&
      /\p{L}$/u.test(last.text) &&
      isLatin(last.text)
    );
  }
}

const isLatin = (text: string): boolean => /^[\p{ASCII}]+$/u.test(text);
const hasOtherScript = (text: string): boolean => /[^\p{ASCII}]/u.test(text);
