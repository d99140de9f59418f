import { type DocumentContext } from './documentContext.ts';

/** The text around the cursor that has to agree; what lies further away may change without harm. */
const COMPARED_CHARACTERS = 256;
/** How much white space and closers may stand between the cursor and the old text after it. */
const MAX_CLOSED = 64;

const OPENER_OF: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

const near = (suffix: string): string => suffix.slice(0, COMPARED_CHARACTERS);

/** Whether two texts before a cursor are the same as far as it matters. */
export function isSamePrefix(first: string, second: string): boolean {
  return first.slice(-COMPARED_CHARACTERS) === second.slice(-COMPARED_CHARACTERS);
}

/**
 * Whether the text after the cursor is the one it was before `typed` was typed, beside the brackets and quotes that
 * the editor closed by itself, or that the author typed over.
 */
export function isSameSuffix(earlier: string, now: string, typed: string): boolean {
  if (near(earlier) === near(now)) return true;
  const opens = (closer: string): boolean => typed.includes(OPENER_OF[closer] ?? closer);
  const closes = (closer: string): boolean => typed.includes(closer);
  return isAheadBy(now, earlier, opens) || isAheadBy(earlier, now, closes);
}

/** Whether `longer` is `shorter` after a few closers, each one explained by what was typed. */
function isAheadBy(longer: string, shorter: string, isExplained: (closer: string) => boolean): boolean {
  for (let length = 1; length <= Math.min(MAX_CLOSED, longer.length); length += 1) {
    const last = longer.charAt(length - 1);
    if (/\s/.test(last)) continue;
    if (!/[)\]}"'`]/.test(last) || !isExplained(last)) return false;
    if (near(longer.slice(length)) === near(shorter)) return true;
  }
  return false;
}

/**
 * What was typed at the cursor since an earlier state of the document; `undefined` when anything else changed.
 * The beginning of the earlier prefix may be gone: what is known of a long document moves along with the cursor.
 */
export function typedSince(earlier: DocumentContext, now: DocumentContext): string | undefined {
  if (earlier.documentId !== now.documentId) return undefined;
  const typed = now.prefix.startsWith(earlier.prefix)
    ? now.prefix.slice(earlier.prefix.length)
    : textAfterLast(now.prefix, earlier.prefix.slice(-COMPARED_CHARACTERS));
  return typed !== undefined && isSameSuffix(earlier.suffix, now.suffix, typed) ? typed : undefined;
}

function textAfterLast(prefix: string, tail: string): string | undefined {
  const index = tail.length < COMPARED_CHARACTERS ? -1 : prefix.lastIndexOf(tail);
  return index === -1 ? undefined : prefix.slice(index + tail.length);
}
