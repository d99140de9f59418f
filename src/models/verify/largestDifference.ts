import { logSoftmax } from './logSoftmax.ts';

/**
 * By how much the logarithms of probabilities differ at most from those of the scores, over all positions and tokens.
 * NaN where a value is missing or is no number, which is below no bound.
 */
export function largestDifference(
  scores: readonly Float64Array[],
  logProbabilities: readonly (readonly number[])[],
): number {
  let largest = 0;
  for (const [position, row] of scores.map(logSoftmax).entries()) {
    const others = logProbabilities[position] ?? [];
    if (others.length !== row.length) return NaN;
    for (const [token, value] of row.entries()) {
      const difference = Math.abs(value - (others[token] ?? NaN));
      if (!(difference <= largest)) largest = difference;
      if (Number.isNaN(largest)) return NaN;
    }
  }
  return largest;
}
