import { commonLength } from '../../core/commonLength.ts';
import { type TokenId } from './nativeRuntime.ts';

/** Moving costs as much as reading some tens of tokens, and a few tokens stand anywhere by chance. */
const WORTH_MOVING_TOKENS = 64;

/** Tokens of a cache, by their places; the end is not among them. */
export interface TokenRange {
  readonly start: number;
  readonly end: number;
}

/**
 * What a prompt leaves out of what was read: without it, the prompt begins with more of the rest. Each gap is followed by
 * a long run of tokens with which the prompt goes on; nothing is left out where there is no such run.
 */
export function readGaps(read: readonly TokenId[], prompt: readonly TokenId[]): readonly TokenRange[] {
  const gaps: TokenRange[] = [];
  let at = commonLength(read, prompt);
  for (let held = at; ;) {
    const run = longestRun(read, held, prompt.slice(at));
    if (run.length < WORTH_MOVING_TOKENS) {
      return gaps;
    }
    gaps.push({ start: held, end: run.start });
    held = run.start + run.length;
    at += run.length;
  }
}

/** Where, from a place on, the longest run begins that `next` begins with. */
function longestRun(
  read: readonly TokenId[],
  from: number,
  next: readonly TokenId[],
): { readonly start: number; readonly length: number } {
  let longest = { start: from, length: 0 };
  for (let start = from; start + longest.length < read.length; start++) {
    // What does not agree there can't be longer.
    if (read[start + longest.length] === next[longest.length]) {
      const length = commonLength(read.slice(start), next);
      longest = length > longest.length ? { start, length } : longest;
    }
  }
  return longest;
}
