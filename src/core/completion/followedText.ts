import { type DocumentContext, lineSuffix } from './documentContext.ts';
import { type FilterResult, keep } from './filter.ts';
import { COMPARED_CHARACTERS, typedSince } from './typedText.ts';

/**
 * What was shown last. Whoever types along with it comes to the same document with every key, so what was found fit to be
 * shown once is not found wanting on its way: it gets shorter, and nothing else.
 */
export class FollowedText {
  #shown: { readonly document: DocumentContext; readonly text: string } | undefined;

  /**
   * What is shown of a text, given what is fit to be shown of it by itself.
   *
   * @param isSame whether it is the text that was shown last, or the rest of it
   */
  next(fitted: FilterResult, document: DocumentContext, isSame: boolean): FilterResult {
    const rest = isSame ? this.#restAt(document) : undefined;
    const result = rest === undefined || onlyLacksWhatFollows(fitted, rest, document) ? fitted : keep(rest);
    this.#shown = result.kind === 'keep' ? { document, text: result.text } : undefined;
    return result;
  }

  forget(): void {
    this.#shown = undefined;
  }

  /** Whether something is left of it at this place. */
  goesOnAt(document: DocumentContext): boolean {
    return this.#restAt(document) !== undefined;
  }

  #restAt(document: DocumentContext): string | undefined {
    if (this.#shown === undefined) {
      return undefined;
    }
    const { document: earlier, text } = this.#shown;
    const typed = typedSince(earlier, document);
    return typed !== undefined && text.startsWith(typed) && linesBelow(earlier) === linesBelow(document)
      ? text.slice(typed.length) || undefined
      : undefined;
  }
}

/** Closers that an editor moves there are the document's own, and what the text has of them has to be found anew. */
const linesBelow = (document: DocumentContext): string =>
  document.suffix.slice(lineSuffix(document).length).slice(0, COMPARED_CHARACTERS);

/** Whether what is missing stands after the cursor by now: the editor closes brackets by itself. */
function onlyLacksWhatFollows(fitted: FilterResult, rest: string, { suffix }: DocumentContext): boolean {
  return fitted.kind === 'drop'
    ? fitted.reason === 'alreadyFollows'
    : rest.startsWith(fitted.text) && suffix.startsWith(rest.slice(fitted.text.length));
}
