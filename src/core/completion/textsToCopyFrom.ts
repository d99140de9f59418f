import { type DocumentContext } from './documentContext.ts';
import { type CopiedText } from './neighbours/otherTexts.ts';

/**
 * Where something may be copied from: the document around the cursor, and other texts. Without the last word before the
 * cursor: it goes on at the cursor as it goes on nowhere else, and would be its own precedent.
 */
export function textsToCopyFrom(document: DocumentContext, others: readonly CopiedText[]): readonly string[] {
  return [withoutLastWord(document.prefix), document.suffix, ...others.map(({ text }) => text)];
}

function withoutLastWord(text: string): string {
  const spoken = text.trimEnd();
  let start = spoken.length;
  while (start > 0 && !/\s/u.test(spoken.charAt(start - 1))) {
    start--;
  }
  return spoken.slice(0, start).trimEnd();
}
