import { LATENCY_BUCKETS } from './latencyHistogram.ts';

/**
 * What is counted of suggestions. Numbers alone: no text, no path and no name of a file is ever among them.
 *
 * Of an accepted text, the share that is still there is looked up twice; `known` counts the texts that could be looked
 * up, `unknown` those that could not, such as those of a document that was closed before.
 */
export interface Counts {
  readonly offered: number;
  /** Taken at once, as the item's command tells. */
  readonly acceptedWhole: number;
  /** Taken in parts first, as the edits suggest: nothing tells it for certain. */
  readonly acceptedPartly: number;
  /** Of the offered ones, those of several lines; then those of them that were accepted, whole or partly. */
  readonly multilineOffered: number;
  readonly multilineAccepted: number;
  /**
   * Offers that ended by another edit before anybody can have read them, and the others that ended by one or were accepted;
   * of those alone that a key had asked the model for after a wait.
   */
  readonly hurriedPast: number;
  readonly lookedAt: number;
  readonly charactersOffered: number;
  readonly charactersAccepted: number;
  /** Sum of the shares, each 0 to 1. */
  readonly keptAfter30s: number;
  readonly knownAfter30s: number;
  readonly unknownAfter30s: number;
  readonly keptAfter5min: number;
  readonly knownAfter5min: number;
  readonly unknownAfter5min: number;
  /** Offers by the time from the request to the suggestion; see latencyHistogram.ts. */
  readonly latency: readonly number[];
  /** Offers by tenths of the model's confidence, so that limits can be chosen by what was worth it. */
  readonly offeredByConfidence: readonly number[];
  /** Of them, those that were accepted, whole or partly. */
  readonly acceptedByConfidence: readonly number[];
  /**
   * What the model expected, shown or not, by twentieths of its confidence; of that alone which was typed or contradicted
   * after it. Then those of them that were typed, or taken.
   */
  readonly expectedByConfidence: readonly number[];
  readonly rightByConfidence: readonly number[];
}

const DECILES = 10;
/** Finer, since the thresholds lie where models are sure. */
export const EXPECTATION_BINS = 20;

/** The numbers that stand alone. */
export const COUNTERS = [
  'offered',
  'acceptedWhole',
  'acceptedPartly',
  'multilineOffered',
  'multilineAccepted',
  'hurriedPast',
  'lookedAt',
  'charactersOffered',
  'charactersAccepted',
  'keptAfter30s',
  'knownAfter30s',
  'unknownAfter30s',
  'keptAfter5min',
  'knownAfter5min',
  'unknownAfter5min',
] as const satisfies readonly (keyof Counts)[];

/** The rows of numbers, with their lengths. */
export const HISTOGRAMS = {
  latency: LATENCY_BUCKETS,
  offeredByConfidence: DECILES,
  acceptedByConfidence: DECILES,
  expectedByConfidence: EXPECTATION_BINS,
  rightByConfidence: EXPECTATION_BINS,
} as const satisfies Partial<Record<keyof Counts, number>>;

export type Histogram = keyof typeof HISTOGRAMS;

/** The names of the rows. */
export const HISTOGRAM_NAMES = Object.keys(HISTOGRAMS) as readonly Histogram[];

const NOTHING = Object.fromEntries([
  ...COUNTERS.map((name) => [name, 0]),
  ...HISTOGRAM_NAMES.map((name) => [name, Array<number>(HISTOGRAMS[name]).fill(0)]),
]) as unknown as Counts;

/** The sum of counts, of which each may lack what is zero. */
export function sumOfCounts(all: Iterable<Partial<Counts>>): Counts {
  const sum: Record<string, number | readonly number[]> = { ...NOTHING };
  for (const counts of all) {
    for (const name of COUNTERS) {
      sum[name] = (sum[name] as number) + (counts[name] ?? 0);
    }
    for (const name of HISTOGRAM_NAMES) {
      const row = counts[name];
      if (row !== undefined) {
        sum[name] = (sum[name] as readonly number[]).map((count, index) => count + (row[index] ?? 0));
      }
    }
  }
  return sum as unknown as Counts;
}

/** A row of the ledger with a one where a confidence, 0 to 1, belongs. */
export function oneOfConfidence(confidence: number, bins = DECILES): readonly number[] {
  // The sums of a few floats may lie a hair below an edge.
  const bin = Math.min(bins - 1, Math.max(0, Math.floor(confidence * bins + 1e-9)));
  return Array.from({ length: bins }, (_, index) => (index === bin ? 1 : 0));
}
