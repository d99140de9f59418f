import { NOTHING_ASIDE } from '../../core/completion/pipelineIdeas.ts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CompletionEngine } from '../../core/completion/completionEngine.ts';
import { CompletionService } from '../../core/completion/completionService.ts';
import { type SyntaxJudge } from '../../core/completion/syntaxJudge.ts';
import { type Asking } from '../../core/replay/completeAt.ts';
import { keysOf } from '../../core/replay/keys.ts';
import { replayCommit } from '../../core/replay/replayCommit.ts';
import { type ReplayedCommit } from '../../core/replay/replaySummary.ts';
import { systemClock } from '../../engine/clock.ts';
import { commitPassages, filesBefore, type LeavesOut } from '../../history/commitPassages.ts';
import { type Commit, type GitRepository } from '../../history/gitRepository.ts';

/** How far a replay has come. */
export interface ReplayProgress {
  /** Of the commit that is typed, from 0. */
  readonly index: number;
  /** How much of that commit is done, 0 to 1. */
  readonly fraction: number;
  /** Over all commits. */
  readonly characters: number;
}

export interface ReplayPlan {
  readonly repository: GitRepository;
  readonly commits: readonly Commit[];
  readonly leavesOut: LeavesOut;
  readonly engine: CompletionEngine;
  /** Without one, nothing is known to break a document. */
  readonly syntax?: SyntaxJudge | undefined;
  readonly asking: Asking;
  /** Of a longer commit, passages of about so many keys are typed. */
  readonly maxKeys: number;
  /** Ends it at once; what was typed of the commit at hand counts. */
  readonly signal: AbortSignal;
  /** Called before each request. */
  readonly onProgress: (progress: ReplayProgress) => void;
  readonly onCommit: (commit: ReplayedCommit) => void;
}

/**
 * Types commits one after the other, through a pipeline of its own: what it keeps of suggestions never meets the
 * editor's. Throws what git and the engine throw, but nothing because of its signal.
 */
export async function replayHistory(plan: ReplayPlan): Promise<void> {
  const { commits, signal } = plan;
  const completions = new CompletionService(plan.engine, systemClock, NOTHING_ASIDE, plan.syntax);
  // A generation would live on for a moment, for a next request that never comes.
  const forget = (): void => {
    completions.forget();
  };
  signal.addEventListener('abort', forget, { once: true });
  let characters = 0;
  try {
    for (const [index, commit] of commits.entries()) {
      if (signal.aborted) {
        return;
      }
      const replayed = await replayOne(plan, completions, commit, (keys, fraction) => {
        plan.onProgress({ index, fraction, characters: characters + keys });
      });
      characters += replayed.rows.reduce((sum, { typed, completed }) => sum + typed + completed, 0);
      plan.onCommit(replayed);
    }
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  } finally {
    signal.removeEventListener('abort', forget);
  }
}

async function replayOne(
  { repository, leavesOut, asking, maxKeys, signal }: ReplayPlan,
  completions: CompletionService,
  commit: Commit,
  onKeys: (keys: number, fraction: number) => void,
): Promise<ReplayedCommit> {
  onKeys(0, 0);
  const chosen = await commitPassages(repository, commit, leavesOut, maxKeys);
  const wanted = chosen.passages.reduce((sum, { typed }) => sum + keysOf(typed), 0);
  const open = asking.others === undefined ? await filesBefore(repository, commit, leavesOut) : [];
  const rows = await replayCommit(completions, commit.id, chosen, {
    asking,
    open,
    signal,
    onKeys: async (keys) => {
      onKeys(keys, Math.min(1, keys / wanted));
      // Many answers come from the cache, in one turn of the event loop: the editor's own events go first.
      await nextTurn();
    },
  });
  return { id: commit.id, subject: commit.subject, rows, isDrawn: wanted < chosen.keys };
}
