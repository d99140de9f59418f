import { type DocumentContext } from './documentContext.ts';
import { type FilterResult, keep } from './filter.ts';
import { typedSince } from './typedText.ts';

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

  #restAt(document: DocumentContext): string | undefined {
    const typed = this.#shown && typedSince(this.#shown.document, document);
    return typed !== undefined && this.#shown?.text.startsWith(typed) === true
      ? this.#shown.text.slice(typed.length) || undefined
      : undefined;
  }
}

/** Whether what is missing stands after the cursor by now: the editor closes brackets by itself. */
function onlyLacksWhatFollows(fitted: FilterResult, rest: string, { suffix }: DocumentContext): boolean {
  return fitted.kind === 'drop'
    ? fitted.reason === 'alreadyFollows'
    : rest.startsWith(fitted.text) && suffix.startsWith(rest.slice(fitted.text.length));
}
