/** Scripts written without spaces, whose characters are words or syllables. */
const UNSPACED_SCRIPT =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Whether a text begins in a script that puts no spaces between words. */
export function isUnspacedScript(text: string): boolean {
  return UNSPACED_SCRIPT.test(String.fromCodePoint(text.codePointAt(0) ?? 0));
}

/**
 * How much there is to see in a text, no further than `limit`: its characters beside white space; those that are words
 * of their own count twice.
 */
export function visibleCharacters(text: string, limit: number): number {
  let count = 0;
  for (const character of text.match(/\S/gu) ?? []) {
    count += isUnspacedScript(character) ? 2 : 1;
    if (count >= limit) return count;
  }
  return count;
}
