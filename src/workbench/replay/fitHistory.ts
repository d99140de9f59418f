import { RememberingEngine } from '../../core/replay/rememberingEngine.ts';
import { type ReplayRow } from '../../core/replay/replayCommit.ts';
import { type Commit } from '../../history/gitRepository.ts';
import { replayHistory, type ReplayPlan } from './replayHistory.ts';

/** A plan for every threshold that is tried. */
export type FitPlan = Omit<ReplayPlan, 'onCommit'>;

/**
 * Types each commit once with every threshold. What a model wrote for one is remembered for the others, so that all of
 * them together take about twice the engine's time of one. Undefined where the signal ended it. Throws what git and the
 * engine throw.
 *
 * @param thresholds the lowest first: with it the model writes furthest
 */
export async function fitHistory(
  plan: FitPlan,
  thresholds: readonly number[],
): Promise<ReadonlyMap<number, readonly (readonly ReplayRow[])[]> | undefined> {
  const typed = new Map(thresholds.map((threshold) => [threshold, [] as (readonly ReplayRow[])[]]));
  for (const [index, commit] of plan.commits.entries()) {
    // What is remembered of one commit is of no use to another.
    const engine = new RememberingEngine(plan.engine);
    for (const [step, threshold] of thresholds.entries()) {
      const rows = await typeOne({ ...plan, engine }, commit, threshold, (fraction) => {
        plan.onProgress({ index, fraction: (step + fraction) / thresholds.length, characters: 0 });
      });
      if (rows === undefined) {
        return undefined;
      }
      typed.get(threshold)?.push(rows);
    }
  }
  return typed;
}

/** Undefined where the signal ended it before its end. */
async function typeOne(
  plan: FitPlan,
  commit: Commit,
  threshold: number,
  onFraction: (fraction: number) => void,
): Promise<readonly ReplayRow[] | undefined> {
  let rows: readonly ReplayRow[] | undefined;
  await replayHistory({
    ...plan,
    commits: [commit],
    asking: { ...plan.asking, threshold },
    onProgress: ({ fraction }) => {
      onFraction(fraction);
    },
    onCommit: (replayed) => {
      rows = replayed.rows;
    },
  });
  return plan.signal.aborted ? undefined : rows;
}
