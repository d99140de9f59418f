/** Upper ends of the buckets in milliseconds; what is slower belongs to one more. */
const UPPER_ENDS = [10, 20, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 5000];

/** How many buckets there are. */
export const LATENCY_BUCKETS = UPPER_ENDS.length + 1;

/** A row with a one where a time belongs. */
export function oneOfLatency(ms: number): readonly number[] {
  const found = UPPER_ENDS.findIndex((end) => ms <= end);
  const bucket = found === -1 ? UPPER_ENDS.length : found;
  return Array.from({ length: LATENCY_BUCKETS }, (_, index) => (index === bucket ? 1 : 0));
}

/** A percentile that is told by buckets. */
export interface Percentile {
  /** As if the times of a bucket were spread evenly over it. */
  readonly ms: number;
  /** It is slower than the slowest bucket can tell: `ms` is where that begins. */
  readonly isAtLeast: boolean;
}

/**
 * The time that a share of all was not slower than; undefined where there are too few for one of them to be the slower rest:
 * fewer than 20 say nothing about 95 of 100.
 *
 * @param share between 0 and 1: 0.5 is the median
 */
export function percentileOf(histogram: readonly number[], share: number): Percentile | undefined {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0 || total < Math.round(1 / (1 - share))) {
    return undefined;
  }
  let before = 0;
  for (const [bucket, end] of UPPER_ENDS.entries()) {
    const count = histogram[bucket] ?? 0;
    if (count > 0 && before + count >= total * share) {
      const start = UPPER_ENDS[bucket - 1] ?? 0;
      const within = Math.max(0, total * share - before) / count;
      return { ms: start + (end - start) * within, isAtLeast: false };
    }
    before += count;
  }
  return { ms: UPPER_ENDS.at(-1) ?? 0, isAtLeast: true };
}
