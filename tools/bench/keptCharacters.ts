import { type Ghost, verdictOn } from '../../src/core/replay/acceptance.ts';

/** Ghost text, and how many characters had been typed when it came. */
export interface Showing {
  readonly at: number;
  readonly ghost: Ghost;
}

/** What is typed at a document's end. */
export interface Typing {
  /** All that its author is about to write. */
  readonly text: string;
  /** So many of its characters are typed before the trace ends. */
  readonly length: number;
}

/**
 * How many of the typed characters an author who accepts by the rule of `verdictOn` would have had from suggestions: a
 * suggestion that is accepted keeps the characters it takes, up to the trace's end. The trace types on all the same, so
 * what is suggested while it types what was accepted already is not judged, and no character is kept twice.
 *
 * @param showings in the order in which they came
 */
export function keptCharacters({ text, length }: Typing, showings: readonly Showing[]): number {
  let kept = 0;
  let acceptedTo = 0;
  for (const { at, ghost } of showings) {
    if (at < acceptedTo || at >= length) {
      continue;
    }
    const verdict = verdictOn(ghost, { typed: text.slice(at), after: '' });
    if (verdict.kind === 'accept') {
      acceptedTo = Math.min(length, at + verdict.text.length);
      kept += acceptedTo - at;
    }
  }
  return kept;
}
