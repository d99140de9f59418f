import { type CompletionCase } from '../support/cases.ts';
import { editSimilarity } from './metrics.ts';

/** How far a suggestion is what the author wrote. */
export interface Agreement {
  /** Whether it is the same but for white space around it. */
  readonly isEqual: boolean;
  /** Whether it is that, or the beginning of it: right as far as it goes. */
  readonly isBeginning: boolean;
  /** 0 to 1; 0 where nothing was suggested. */
  readonly similarity: number;
  /** Characters from the beginning up to the first that differs. */
  readonly charsBeforeError: number;
}

/** Kinds whose expectation has several lines; of all others the first line counts. */
const SEVERAL_LINES = new Set(['fim-span', 'block', 'block-rest']);

/**
 * Compares a suggestion with a case's expectation. `replaceLength` is the number of characters after the cursor that
 * the suggestion brings once more and takes the place of.
 */
export function agreementOf(one: CompletionCase, text: string, replaceLength = 0): Agreement {
  const suggested = comparable(text, one.kind);
  const expected = comparable((one.expected ?? '') + one.suffix.slice(0, replaceLength), one.kind);
  return {
    isEqual: suggested === expected,
    isBeginning: suggested === expected || (suggested !== '' && expected.startsWith(suggested)),
    similarity: suggested === '' ? 0 : editSimilarity(suggested, expected),
    charsBeforeError: commonLength(suggested, expected),
  };
}

/** The part of a suggestion that a kind of case asks for, without the white space around it. */
function comparable(text: string, kind = ''): string {
  if (SEVERAL_LINES.has(kind)) {
    return text.trim();
  }
  const from = kind === 'next-line' ? text.trimStart() : text;
  return (from.split('\n')[0] ?? '').trim();
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) {
    length++;
  }
  return length;
}
