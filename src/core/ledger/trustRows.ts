import { type Counts, EXPECTATION_BINS } from './counts.ts';

/** What was expected with a confidence between two others, 0 to 1. */
export interface TrustRow {
  readonly from: number;
  readonly to: number;
  readonly expected: number;
  readonly right: number;
}

/** In bins; narrower where thresholds lie. */
const EDGES = [0, 10, 14, 16, 18, 19, EXPECTATION_BINS];

/** How often a model was right, by how sure it was; the least sure first. */
export function trustRows({
  expectedByConfidence,
  rightByConfidence,
}: Pick<Counts, 'expectedByConfidence' | 'rightByConfidence'>): readonly TrustRow[] {
  return EDGES.slice(1).map((to, index) => {
    const from = EDGES[index] ?? 0;
    const within = (row: readonly number[]): number =>
      row.slice(from, to).reduce((sum, count) => sum + count, 0);
    return {
      from: from / EXPECTATION_BINS,
      to: to / EXPECTATION_BINS,
      expected: within(expectedByConfidence),
      right: within(rightByConfidence),
    };
  });
}
