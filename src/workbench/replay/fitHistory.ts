import { type TypedCommits } from '../../core/replay/fitConfidence.ts';
import { RememberingEngine } from '../../core/replay/rememberingEngine.ts';
import { type ReplayRow } from '../../core/replay/replayCommit.ts';
import { type Commit } from '../../history/gitRepository.ts';
import { replayHistory, type ReplayPlan } from './replayHistory.ts';

/** A plan for every threshold that is tried. */
export type FitPlan = Omit<ReplayPlan, 'onCommit'>;

/** A way of asking that is tried; see Asking. */
export interface Way {
  readonly threshold: number;
  readonly oneLine: boolean;
}

/**
 * Types each commit once in every way. What a model wrote for one is remembered for the others, so that all of
 * them together take about twice the engine's time of one. Undefined where the signal ended it. Throws what git and the
 * engine throw.
 *
 * @param ways the lowest threshold first: with it the model writes furthest
 */
export async function fitHistory(
  plan: FitPlan,
  ways: readonly Way[],
): Promise<ReadonlyMap<Way, TypedCommits> | undefined> {
  const typed = new Map(ways.map((way) => [way, [] as (readonly ReplayRow[])[]]));
  for (const [index, commit] of plan.commits.entries()) {
    // What is remembered of one commit is of no use to another.
    const engine = new RememberingEngine(plan.engine);
    for (const [step, way] of ways.entries()) {
      const rows = await typeOne({ ...plan, engine }, commit, way, (fraction) => {
        plan.onProgress({ index, fraction: (step + fraction) / ways.length, characters: 0 });
      });
      if (rows === undefined) {
        return undefined;
      }
      typed.get(way)?.push(rows);
    }
  }
  return typed;
}

/** Undefined where the signal ended it before its end. */
async function typeOne(
  plan: FitPlan,
  commit: Commit,
  { threshold, oneLine }: Way,
  onFraction: (fraction: number) => void,
): Promise<readonly ReplayRow[] | undefined> {
  let rows: readonly ReplayRow[] | undefined;
  await replayHistory({
    ...plan,
    commits: [commit],
    asking: { ...plan.asking, threshold, oneLine },
    onProgress: ({ fraction }) => {
      onFraction(fraction);
    },
    onCommit: (replayed) => {
      rows = replayed.rows;
    },
  });
  return plan.signal.aborted ? undefined : rows;
}
