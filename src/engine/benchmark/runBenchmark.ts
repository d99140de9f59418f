import { type BackendCandidate } from '../backendLadder.ts';
import { type EngineError, toEngineError } from '../engineError.ts';
import {
  BENCHMARK_LENGTHS,
  measureModel,
  type MeasureLengths,
  type MeasureOptions,
  type ModelMeasurement,
} from './measureModel.ts';

/** One row of a benchmark: a model on a back end with so many threads. */
export interface BenchmarkCase {
  /** What the model is called in its row. */
  readonly name: string;
  /** Absolute path of the model. */
  readonly file: string;
  readonly candidate: BackendCandidate;
  /** Absent: chosen by the engine. */
  readonly threads: number | undefined;
}

/** What came of a case. */
export type CaseOutcome =
  | { readonly kind: 'measured'; readonly measurement: ModelMeasurement }
  | { readonly kind: 'failed'; readonly error: EngineError };

export interface BenchmarkOptions extends Pick<MeasureOptions, 'log' | 'signal'> {
  /** Of the case at this place: the share that is done, from 0 to 1. */
  readonly onProgress: (index: number, fraction: number) => void;
  readonly onOutcome: (index: number, outcome: CaseOutcome) => void;
  readonly lengths?: MeasureLengths;
}

/**
 * Measures one case after the other, each in an engine of its own; one that fails does not end the others. Returns
 * whether all had their turn: aborting ends it in the middle of a case, which then has no outcome.
 */
export async function runBenchmark(
  cases: readonly BenchmarkCase[],
  { log, signal, onProgress, onOutcome, lengths = BENCHMARK_LENGTHS }: BenchmarkOptions,
): Promise<boolean> {
  for (const [index, { file, candidate, threads }] of cases.entries()) {
    const options: MeasureOptions = {
      candidate,
      threads,
      log,
      signal,
      onProgress: (fraction) => {
        onProgress(index, fraction);
      },
    };
    const outcome = await measureModel(file, options, lengths).then(
      (measurement): CaseOutcome => ({ kind: 'measured', measurement }),
      (error: unknown): CaseOutcome => ({ kind: 'failed', error: toEngineError(error, 'engineCrashed') }),
    );
    if (signal.aborted) {
      return false;
    }
    onOutcome(index, outcome);
  }
  return true;
}
