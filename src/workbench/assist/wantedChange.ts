import { type CodeChange } from '../../core/chat/edits/editRequest.ts';
import { commentLanguage } from '../../core/chat/edits/documentSpan.ts';
import { type SelectedCode } from '../../core/chat/edits/fitToSelection.ts';
import { type CodeTarget } from './codeTarget.ts';

/** A change that was asked for, of code that is known. */
export interface WantedChange {
  readonly change: CodeChange;
  readonly target: CodeTarget;
  /** What the user calls it, for titles and messages. */
  readonly name: string;
}

/** The language in which a comment for the code is written: that of a page's script is another than the page's. */
export function commentLanguageOf({ document, text }: CodeTarget): string {
  return commentLanguage(document.languageId, text) ?? document.languageId;
}

/** The code with what stands before it on its first line. */
export function selectedCode({ document, range: { start }, text }: CodeTarget): SelectedCode {
  return { text, before: document.lineAt(start.line).text.slice(0, start.character) };
}
