import { reliability, type Judged } from './metrics.ts';

/**
 * Area under the ROC curve: the chance that a right case has the higher confidence than a wrong one, ties counted
 * half. NaN where all are right or all wrong.
 */
export function rocArea(cases: readonly Judged[]): number {
  const sorted = [...cases].sort((a, b) => a.confidence - b.confidence);
  let rankSum = 0;
  let right = 0;
  for (let start = 0; start < sorted.length;) {
    const end = endOfTie(sorted, start);
    const tied = sorted.slice(start, end).filter(({ isRight }) => isRight).length;
    // Ranks from 1; those of a tie share their mean.
    rankSum += (tied * (start + 1 + end)) / 2;
    right += tied;
    start = end;
  }
  const wrong = sorted.length - right;
  return (rankSum - (right * (right + 1)) / 2) / (right * wrong);
}

function endOfTie(sorted: readonly Judged[], start: number): number {
  let end = start;
  while (end < sorted.length && sorted[end]?.confidence === sorted[start]?.confidence) {
    end++;
  }
  return end;
}

/** Expected calibration error: how far confidence is from the share that is right, over ten equal steps. */
export function calibrationError(cases: readonly Judged[]): number {
  return reliability(cases).reduce(
    (sum, { confidence, precision, count }) =>
      sum + (Math.abs(confidence - precision) * count) / cases.length,
    0,
  );
}
