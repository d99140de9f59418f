import { type Passage } from './typedPassages.ts';

/** Ghost text, and how many characters after the cursor it takes the place of. */
export interface Ghost {
  readonly text: string;
  readonly replaceLength: number;
}

/** Nobody reads ghost text to be spared fewer keys than this. */
export const MIN_ACCEPTED = 4;

/** What an author who knows what comes next does with ghost text. */
export type Verdict =
  /** Takes so much of it; `replaceLength` characters after the cursor go. */
  | { readonly kind: 'accept'; readonly text: string; readonly replaceLength: number }
  /** Types on: it is right, but too short to be worth a key. */
  | { readonly kind: 'ignore' }
  /** Types on: already its first line is not what comes next. */
  | { readonly kind: 'wrong' };

/**
 * The rule: taken is the whole text where all of it is what comes next, else its first line where that is all that
 * comes next on the line; either with at least four visible characters. A first line that is not what comes next makes
 * the showing a wrong one.
 */
export function verdictOn(
  { text, replaceLength }: Ghost,
  { typed, after }: Omit<Passage, 'before'>,
): Verdict {
  if (isNext(text, replaceLength, typed, after)) {
    return isWorthAKey(text) ? { kind: 'accept', text, replaceLength } : { kind: 'ignore' };
  }
  const [line = text] = /^\s*[^\n]*/u.exec(text) ?? [];
  if (!isNext(line, 0, typed, after)) {
    return { kind: 'wrong' };
  }
  const endsLine = /^(?:\n|$)/u.test(typed.slice(line.length) + after);
  return endsLine && isWorthAKey(line)
    ? { kind: 'accept', text: line, replaceLength: 0 }
    : { kind: 'ignore' };
}

/** Whether taking the text leaves the document on its way to what the author wants. */
function isNext(text: string, replaceLength: number, typed: string, after: string): boolean {
  return replaceLength === 0 ? typed.startsWith(text) : text === typed + after.slice(0, replaceLength);
}

const isWorthAKey = (text: string): boolean => text.replaceAll(/\s/gu, '').length >= MIN_ACCEPTED;
