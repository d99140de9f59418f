/** What to do after an attempt that failed for something that may pass. */
export type RetryDecision =
  { readonly kind: 'retry'; readonly delayMs: number } | { readonly kind: 'giveUp' };

const MOST_FAILURES = 6;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 30_000;
/** Whom a server asks to wait longer than this is told so instead. */
const LONGEST_REQUESTED_MS = 120_000;

/**
 * Waits twice as long after each failure in a row, less up to a half by chance, so that those whom one outage has hit do
 * not come back at the same moment; never less than the server asks.
 *
 * @param failures in a row, this one included, without anything worth mentioning fetched in between
 * @param retryAfterMs what the server asks to wait
 */
export function retryDecision(failures: number, retryAfterMs: number, random: () => number): RetryDecision {
  if (failures >= MOST_FAILURES || retryAfterMs > LONGEST_REQUESTED_MS) {
    return { kind: 'giveUp' };
  }
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return { kind: 'retry', delayMs: Math.max(retryAfterMs, longest * (1 - random() / 2)) };
}
