import { type DocumentContext } from './documentContext.ts';

/** The text around the cursor that has to agree; what lies further away may change without harm. */
export const COMPARED_CHARACTERS = 256;
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
 * the editor closed by itself, or moved to a line of their own, or that the author typed over.
 */
export function isSameSuffix(earlier: string, now: string, typed: string): boolean {
  if (near(earlier) === near(now)) return true;
  const opens = (closer: string): boolean => typed.includes(OPENER_OF[closer] ?? closer);
  const closes = (closer: string): boolean => typed.includes(closer);
  const before = behindClosers(earlier, closes).map(near);
  const rests = behindClosers(now, opens);
  const moved = typed.includes('\n') ? rests.map(withoutLineBreak) : [];
  return [...rests, ...moved].some((rest) => before.includes(near(rest)));
}

/** The text, and what is left of it after each of the closers that it begins with, as long as they are explained. */
function behindClosers(text: string, isExplained: (closer: string) => boolean): readonly string[] {
  const rests = [text];
  for (let length = 1; length <= Math.min(MAX_CLOSED, text.length); length += 1) {
    const last = text.charAt(length - 1);
    if (/\s/.test(last)) continue;
    if (!/[)\]}"'`]/.test(last) || !isExplained(last)) break;
    rests.push(text.slice(length));
  }
  return rests;
}

/** Without the line break that an editor puts before closers, too, when a line is broken between two brackets. */
const withoutLineBreak = (text: string): string => text.replace(/^\n[ \t]*(?=[)\]}])/u, '');

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
