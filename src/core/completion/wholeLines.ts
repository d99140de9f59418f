import { isBlank } from './lineText.ts';
import { isUnspacedScript } from './visibleCharacters.ts';

const LAST_WORD = /[\p{L}\p{M}\p{N}_]+$/u;

/**
 * Without what the limit of tokens may have cut in two: the last line, or where that is the only one that says something,
 * the word at its end, unless there is no more than that.
 */
export function wholeLines(text: string): string {
  const head = text.slice(0, text.lastIndexOf('\n') + 1).trimEnd();
  if (head !== '') {
    return head;
  }
  const [word = ''] = LAST_WORD.exec(text) ?? [];
  const words = text.slice(0, text.length - word.length);
  return isUnspacedScript(word) || isBlank(words) ? text : words;
}
