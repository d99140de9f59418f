import { type BackendCandidate } from '../backendLadder.ts';
import { EngineError } from '../engineError.ts';
import { EngineProcess } from '../engineProcess.ts';
import { type Backend, type GenerateResult, type LogLine, type ModelInfo } from '../protocol.ts';
import { benchmarkPrompt } from './benchmarkPrompt.ts';

/** Tokens that one run read or wrote, and the milliseconds it took. */
export interface Throughput {
  readonly tokens: number;
  readonly ms: number;
  /** Nobody else is known to have had the processor for a noticeable part of the run. */
  readonly isUndisturbed: boolean;
}

/** What a model did on one back end, run by run. */
export interface ModelMeasurement {
  readonly backend: Backend;
  /** Names of the accelerators in use; empty on the CPU. */
  readonly devices: readonly string[];
  /** At the end: the engine lowers them where fewer are faster. */
  readonly threads: number;
  readonly model: ModelInfo;
  /** Of the engine's process, with the model in it; a GPU's own memory is not part of it. */
  readonly residentBytes: number;
  /** Reading a prompt, once for each run. */
  readonly prompt: readonly Throughput[];
  /** Writing; the first token of each run belongs to its prompt. Empty where the model ended every text at once. */
  readonly generation: readonly Throughput[];
}

/** How much is measured. */
export interface MeasureLengths {
  /** Tokens that each run reads, about. */
  readonly promptTokens: number;
  /** Tokens that each run writes, if the model does not end before. */
  readonly generatedTokens: number;
  readonly runs: number;
  /** No further run is begun after so many milliseconds. */
  readonly budgetMs: number;
}

/** What people wait for: a file's beginning is read, a few lines are written. */
export const BENCHMARK_LENGTHS: MeasureLengths = {
  promptTokens: 256,
  generatedTokens: 64,
  runs: 3,
  budgetMs: 20_000,
};

export interface MeasureOptions {
  readonly candidate: BackendCandidate;
  /** Absent: chosen by the engine. */
  readonly threads: number | undefined;
  readonly log: (line: LogLine) => void;
  /** Aborting ends the engine at once; the measurement then rejects with `cancelled`. */
  readonly signal: AbortSignal;
  /** Share of the work that is done, from 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

const HANDLE = 'measured';
/** Of the progress: loading is the rest. */
const LOADING_SHARE = 0.4;
/** Of a run’s time the engine had a processor, at least one: else others had it. */
const UNDISTURBED_SHARE = 0.85;

/**
 * Runs `work` in an engine of its own, which the work of others neither waits for nor waits on, and leaves no process.
 * Rejects with an EngineError.
 */
export async function withOwnEngine<T>(
  { candidate, threads, log, signal }: MeasureOptions,
  work: (engine: EngineProcess) => Promise<T>,
): Promise<T> {
  abandonIf(signal);
  let forked: EngineProcess | undefined;
  const stop = (): void => void forked?.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const engine = await EngineProcess.start({
      candidate,
      threads,
      log,
      onFork: (process) => {
        forked = process;
      },
    });
    return await work(engine);
  } catch (error) {
    abandonIf(signal);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await forked?.stop();
  }
}

/** Loads a model into a running engine, measures it there and unloads it. */
export async function measureIn(
  engine: EngineProcess,
  path: string,
  lengths: MeasureLengths,
  { signal, onProgress }: Pick<MeasureOptions, 'signal' | 'onProgress'>,
): Promise<ModelMeasurement> {
  const model = await engine.request(
    'model/load',
    { handle: HANDLE, path },
    {
      onChunk: ({ fraction }) => {
        onProgress?.(fraction * LOADING_SHARE);
      },
    },
  );
  const results: Run[] = [];
  const startedAt = performance.now();
  const text = await benchmarkPrompt(engine, HANDLE, lengths.promptTokens);
  // The first run finds out how many tokens may be read at once, and is not counted.
  for (let run = 0; run <= lengths.runs; run++) {
    const isLate = performance.now() - startedAt > lengths.budgetMs;
    if (run > 1 && isLate) {
      break;
    }
    const result = await runOnce(engine, `// ${run}\n${text}`, run === 0 ? 1 : lengths.generatedTokens);
    abandonIf(signal);
    if (run > 0) {
      results.push(result);
    }
    onProgress?.(LOADING_SHARE + (1 - LOADING_SHARE) * ((run + 1) / (lengths.runs + 1)));
  }
  const { residentBytes, threads } = await engine.request('engine/ping', {});
  await engine.request('model/unload', { handle: HANDLE });
  return {
    backend: engine.hello.backend,
    devices: engine.hello.devices,
    threads,
    model,
    residentBytes,
    prompt: results.map(promptOf),
    generation: results.map(generationOf).filter(({ tokens }) => tokens > 0),
  };
}

/** Measures a model in an engine of its own. Rejects with an EngineError. */
export function measureModel(
  path: string,
  options: MeasureOptions,
  lengths: MeasureLengths = BENCHMARK_LENGTHS,
): Promise<ModelMeasurement> {
  return withOwnEngine(options, (engine) => measureIn(engine, path, lengths, options));
}

/** Tokens a second of the run in the middle; undefined where there is none. */
export function medianSpeed(runs: readonly Throughput[]): number | undefined {
  const speeds = runs.map(({ tokens, ms }) => (tokens * 1000) / Math.max(ms, 0.001)).sort((a, b) => a - b);
  return speeds[Math.floor((speeds.length - 1) / 2)];
}

/** The run with the most tokens a second. */
export function fastestRun(runs: readonly Throughput[]): Throughput | undefined {
  return runs.reduce<Throughput | undefined>(
    (best, run) => (best === undefined || run.ms / run.tokens < best.ms / best.tokens ? run : best),
    undefined,
  );
}

interface Run extends GenerateResult {
  readonly isUndisturbed: boolean;
}

/** Every run begins differently, so that nothing is in the KV cache. */
async function runOnce(engine: EngineProcess, text: string, maxTokens: number): Promise<Run> {
  const before = await engine.request('engine/ping', {});
  const result = await engine.request('text/generate', {
    handle: HANDLE,
    purpose: 'completion',
    group: 'benchmark',
    prompt: { kind: 'plain', text },
    maxTokens,
  });
  const after = await engine.request('engine/ping', {});
  const cpuMs = (after.cpuMs ?? 0) - (before.cpuMs ?? 0);
  // A GPU leaves the processor idle.
  const isUndisturbed = engine.hello.backend !== 'cpu' || cpuMs >= result.totalMs * UNDISTURBED_SHARE;
  return { ...result, isUndisturbed };
}

function promptOf({ promptTokens, reusedTokens, firstTokenMs, totalMs, isUndisturbed }: Run): Throughput {
  return { tokens: promptTokens - reusedTokens, ms: firstTokenMs ?? totalMs, isUndisturbed };
}

function generationOf({ generatedTokens, firstTokenMs, totalMs, isUndisturbed }: Run): Throughput {
  return {
    tokens: Math.max(0, generatedTokens - 1),
    ms: totalMs - (firstTokenMs ?? totalMs),
    isUndisturbed,
  };
}

function abandonIf(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new EngineError('cancelled', 'The measurement was cancelled.');
  }
}
