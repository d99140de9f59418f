import * as vscode from 'vscode';
import { type CompletionEngine } from '../../core/completion/completionEngine.ts';
import { THRESHOLDS } from '../../core/completion/eagerness.ts';
import { NO_OTHER_TEXTS } from '../../core/completion/neighbours/otherTexts.ts';
import { type SyntaxJudge } from '../../core/completion/syntaxJudge.ts';
import { type InForce, type Learnable } from '../../core/ledger/learnt.ts';
import {
  fitConfidence,
  testedCommits,
  triedThresholds,
  type TypedCommits,
} from '../../core/replay/fitConfidence.ts';
import { fitLength } from '../../core/replay/fitLength.ts';
import { type ReplayedCommit, replaySummary } from '../../core/replay/replaySummary.ts';
import { EngineError } from '../../engine/engineError.ts';
import { GitRepository } from '../../history/gitRepository.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { type ReplayContent, type ReplayEnd } from '../../webview/replay/replayContent.ts';
import { completionSettings } from '../settings.ts';
import { describeReplayError } from './describeReplayError.ts';
import { fitHistory, type FitPlan, type Way } from './fitHistory.ts';
import { type HistoryFolder } from './historyFolder.ts';
import { replayHistory, type ReplayProgress } from './replayHistory.ts';

/** The model that a replay begins with. */
export interface ReplayedModel {
  readonly name: string;
  /** Whether a request still goes to it, without an engine being started that was let go. */
  readonly isInUse: () => boolean;
}

/** What the command needs of the rest. */
export interface ReplayServices {
  /** Whose history is typed; undefined where there is none, which has been said. */
  readonly folder: () => Promise<HistoryFolder | undefined>;
  readonly exclusions: Pick<Exclusions, 'hiddenBy'>;
  readonly engine: CompletionEngine;
  readonly syntax?: SyntaxJudge;
  /** What was learnt of the user's choices, in place of the settings. */
  readonly learnt: { inForce(settings: Learnable): InForce };
  /** Settles when it can answer. Throws the engine's error. */
  readonly model: () => Promise<ReplayedModel>;
}

/** As `npm run replay` has it by itself: enough for a share to settle, on a commit of any length. */
const MAX_KEYS = 2000;
/** Ten long commits take the built-in model five minutes on two busy cores: 16 ms a key in this repository's history. */
const LIMIT_MINUTES = 10;
/** A threshold is fitted to parts, since every commit is typed several times for that; the longest passage is no longer. */
const FIT_KEYS = 600;
/** Of the bar, what is left for the fit. */
const FIT_PERCENT = 50;
/** A notification that changes with every key can't be read. */
const KEYS_A_MESSAGE = 25;

type Fitted = Pick<ReplayContent, 'fit' | 'lengthFit'>;
type Progress = vscode.Progress<{ message?: string; increment?: number }>;

/** One run of the command, from the first commit to what the page shows. */
export class ReplayRun {
  readonly #replayed: ReplayedCommit[] = [];
  readonly #interrupted = new AbortController();
  readonly #timeUp = AbortSignal.timeout(LIMIT_MINUTES * 60_000);
  #shown = { message: '', percent: 0 };

  constructor(
    private readonly services: ReplayServices,
    private readonly folder: HistoryFolder,
    private readonly root: string,
    private readonly cancel: AbortController,
  ) {}

  /** Never throws: what git and the engine throw is how it ended. */
  async content(count: number, progress: Progress): Promise<ReplayContent> {
    const { uri, git, name } = this.folder;
    const settings = completionSettings(uri);
    const { eagerness, maxTokens } = settings;
    let inForce = this.services.learnt.inForce(settings);
    const signal = AbortSignal.any([this.cancel.signal, this.#interrupted.signal, this.#timeUp]);
    let model = '';
    let planned = 0;
    let fitted: Fitted = {};
    let end: ReplayEnd;
    try {
      progress.report({ message: vscode.l10n.t('starting the engine') });
      const used = await unlessAborted(this.services.model(), signal);
      model = used.name;
      // What was learnt is known for a model that is there.
      inForce = this.services.learnt.inForce(settings);
      const { threshold, multiline } = inForce;
      const repository = new GitRepository(uri.fsPath, { git, readsUserSettings: true, signal });
      // The newest first: where it is cut short, they tell more of how the user writes now.
      const commits = [...(await repository.lastCommits(count))].reverse();
      planned = commits.length;
      const plan: FitPlan = {
        repository,
        commits,
        signal,
        leavesOut: (path) => this.#leavesOut(path),
        engine: this.services.engine,
        syntax: this.services.syntax,
        asking: {
          ...{ trigger: 'automatic', eagerness, threshold, maxTokens, oneLine: !multiline },
          ...(settings.neighbours ? {} : { others: () => NO_OTHER_TEXTS }),
        },
        maxKeys: MAX_KEYS,
        onProgress: (at) => {
          this.#goOn(used, () => {
            this.#report(progress, at, planned);
          });
        },
      };
      await replayHistory({
        ...plan,
        onCommit: (commit) => {
          this.#replayed.push(commit);
        },
      });
      end = this.#end();
      fitted = end.kind === 'whole' ? await this.#fit(plan, used, progress) : {};
    } catch (error) {
      if (error instanceof EngineError && error.code === 'engineStopped') {
        this.#interrupted.abort();
      }
      const ended = this.#end();
      end = ended.kind === 'whole' ? { kind: 'failed', reason: describeReplayError(error, name) } : ended;
    }
    const summary = replaySummary(this.#replayed.toReversed());
    const limits = { minutes: LIMIT_MINUTES, keys: MAX_KEYS };
    const { threshold, isUnfit } = inForce;
    return { summary, planned, end, eagerness, threshold, ...fitted, model, isUnfit, folder: name, limits };
  }

  /** How sure the model must be here, and how long suggestions should be; nothing where there are too few commits, and where that was cut short: the rest is whole. */
  async #fit(plan: FitPlan, used: ReplayedModel, progress: Progress): Promise<Fitted> {
    const { eagerness, threshold = THRESHOLDS[eagerness], oneLine = false } = plan.asking;
    if (testedCommits(plan.commits.length) === 0) {
      return {};
    }
    const onProgress = (at: ReplayProgress): void => {
      this.#goOn(used, () => {
        this.#reportFit(progress, at, plan.commits.length);
      });
    };
    const sures = triedThresholds(threshold).map((tried) => ({ threshold: tried, oneLine }));
    const other = { threshold, oneLine: !oneLine };
    const typed = await fitHistory({ ...plan, maxKeys: FIT_KEYS, onProgress }, [...sures, other]).catch(
      () => undefined,
    );
    const typedWith = (way: Way): TypedCommits => typed?.get(way) ?? [];
    if (typed === undefined) {
      return {};
    }
    const bySure = new Map(sures.map((way) => [way.threshold, typedWith(way)]));
    const [own, others] = [bySure.get(threshold) ?? [], typedWith(other)];
    const byLength = oneLine ? { oneLine: own, multiline: others } : { oneLine: others, multiline: own };
    return {
      fit: fitConfidence(bySure, threshold, eagerness),
      lengthFit: fitLength(byLength, oneLine ? 'oneLine' : 'multiline', eagerness),
    };
  }

  #goOn(used: ReplayedModel, report: () => void): void {
    if (used.isInUse()) {
      report();
    } else {
      this.#interrupted.abort();
    }
  }

  /** What is excluded from completions, in the user's present settings. */
  async #leavesOut(path: string): Promise<boolean> {
    const uri = vscode.Uri.joinPath(vscode.Uri.file(this.root), path);
    const hidden = await this.services.exclusions.hiddenBy(uri);
    return hidden === 'pattern' || (hidden === 'gitignored' && completionSettings(uri).respectGitignore);
  }

  #end(): Exclude<ReplayEnd, { kind: 'failed' }> {
    if (this.cancel.signal.aborted) {
      return { kind: 'cancelled' };
    }
    if (this.#interrupted.signal.aborted) {
      return { kind: 'interrupted' };
    }
    return { kind: this.#timeUp.aborted ? 'timeUp' : 'whole' };
  }

  #report(progress: Progress, { index, fraction, characters }: ReplayProgress, planned: number): void {
    const about = characters - (characters % KEYS_A_MESSAGE);
    const message = vscode.l10n.t('commit {0} of {1}; {2} characters so far', index + 1, planned, about);
    const whole = testedCommits(planned) === 0 ? 100 : 100 - FIT_PERCENT;
    this.#show(progress, message, ((index + fraction) / planned) * whole);
  }

  #reportFit(progress: Progress, { index, fraction }: ReplayProgress, planned: number): void {
    const done = (index + fraction) / planned;
    const message = vscode.l10n.t('finding out how sure it must be: {0} %', Math.floor(done * 100));
    this.#show(progress, message, 100 - FIT_PERCENT + done * FIT_PERCENT);
  }

  #show(progress: Progress, message: string, percent: number): void {
    if (message !== this.#shown.message) {
      progress.report({ message, increment: percent - this.#shown.percent });
      this.#shown = { message, percent };
    }
  }
}

/** Waits no longer than for the signal: a large model takes its time to load. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) {
      end();
    }
    work.then(resolve, reject);
  });
}
