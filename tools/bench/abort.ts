import { setTimeout as delay } from 'node:timers/promises';
import { EngineProcess } from '../../src/engine/engineProcess.ts';
import { type GenerateParams, type GenerateResult } from '../../src/engine/protocol.ts';
import { BUILT_IN_MODEL, ENGINE_ENTRY } from '../support/headlessEngine.ts';
import { BIG_MODEL, bigModel } from './bigModel.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';
import { SCRIPTS } from './scripts.ts';

const TRIALS = 40;
const HANDLE = 'bench';
const LONG_PROMPT_CHARACTERS = 3000;
const DECODED_TOKENS = 300;
/** An abort comes this much before the usual end at the latest, and not before it has begun. */
const EARLIEST = 0.05;
const LATEST = 0.8;
/** A prefill that takes seconds is aborted in its first: what matters is the chunk that runs. */
const LONGEST_WAIT_MS = 1500;

/** Where in a generation the abort comes. */
type Phase = 'prefill' | 'decode';

interface Trial {
  /** Until the aborted request has settled. */
  readonly settledMs: number;
  /** Until a short request of another document is answered, less what that takes on an idle engine. */
  readonly freeMs: number;
}

/** How long an abort takes to free the engine, on one thread. */
export async function measureAbort({ progress }: BenchOptions): Promise<readonly Figure[]> {
  const models = [
    ['built-in model', BUILT_IN_MODEL],
    [BIG_MODEL, await bigModel()],
  ] as const;
  const figures: Figure[] = [];
  for (const [name, path] of models) {
    const engine = await EngineProcess.start({
      candidate: { backend: 'cpu', entry: ENGINE_ENTRY },
      threads: 1,
      log: () => undefined,
    });
    try {
      await engine.request('model/load', { handle: HANDLE, path });
      for (const phase of ['prefill', 'decode'] as const) {
        figures.push(...(await abortOften(engine, phase, name)));
        progress(`${name}, ${phase}`);
      }
    } finally {
      await engine.stop();
    }
  }
  return figures;
}

async function abortOften(engine: EngineProcess, phase: Phase, model: string): Promise<Figure[]> {
  const whole = await engine.request('text/generate', params(phase));
  const usualMs = await usualTimeOfShort(engine);
  const begin = phase === 'prefill' ? 0 : (whole.firstTokenMs ?? 0);
  const end = phase === 'prefill' ? (whole.firstTokenMs ?? 0) : whole.totalMs;
  const span = Math.min(end - begin, LONGEST_WAIT_MS);
  const trials: Trial[] = [];
  let missed = 0;
  while (trials.length < TRIALS && missed < TRIALS) {
    const waitMs = begin + span * (EARLIEST + Math.random() * (LATEST - EARLIEST));
    const trial = await abortOnce(engine, phase, waitMs);
    if (trial === undefined) {
      missed++;
    } else {
      trials.push({ ...trial, freeMs: trial.freeMs - usualMs });
    }
  }
  const note = missed === 0 ? undefined : `${missed} more had ended or were in the other phase`;
  const column = (of: keyof Trial): number[] => trials.map((trial) => trial[of]);
  return [
    figure(`abort in the ${phase} → settled, ${model}`, 'ms', column('settledMs'), note),
    figure(`abort in the ${phase} → another document served, ${model}`, 'ms', column('freeMs')),
  ];
}

/** Undefined when the abort came outside the phase. */
async function abortOnce(engine: EngineProcess, phase: Phase, waitMs: number): Promise<Trial | undefined> {
  const abort = new AbortController();
  const request = engine.request('text/generate', params(phase), { signal: abort.signal });
  await delay(waitMs);
  const abortedAt = performance.now();
  const since = (): number => performance.now() - abortedAt;
  abort.abort();
  const settled = request.then((result) => ({ result, ms: since() }));
  await engine.request('text/generate', shortParams());
  const freeMs = since();
  const { result, ms: settledMs } = await settled;
  return wasIn(phase, result) ? { settledMs, freeMs } : undefined;
}

function wasIn(phase: Phase, { stopReason, generatedTokens }: GenerateResult): boolean {
  return stopReason === 'aborted' && generatedTokens > 0 === (phase === 'decode');
}

/** Median of what the short request takes when the engine is idle and the cache holds something else. */
async function usualTimeOfShort(engine: EngineProcess): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 9; index++) {
    await engine.request('text/generate', { ...params('decode'), maxTokens: 1 });
    const startedAt = performance.now();
    await engine.request('text/generate', shortParams());
    times.push(performance.now() - startedAt);
  }
  return figure('', 'ms', times).median;
}

/** A long cold prompt, or a short one with a long answer; never the same twice. */
function params(phase: Phase): GenerateParams {
  const code = SCRIPTS.map(({ context, typed }) => context + typed.replaceAll('█', '')).join('\n');
  const text = phase === 'prefill' ? code.slice(0, LONG_PROMPT_CHARACTERS) : code.slice(0, 120);
  return {
    handle: HANDLE,
    purpose: 'completion',
    group: 'file:///aborted.ts',
    prompt: { kind: 'plain', text: `// ${Math.random()}\n${text}` },
    maxTokens: phase === 'prefill' ? 1 : DECODED_TOKENS,
  };
}

function shortParams(): GenerateParams {
  return {
    handle: HANDLE,
    purpose: 'completion',
    group: 'file:///other.ts',
    prompt: { kind: 'plain', text: 'const x = ' },
    maxTokens: 1,
  };
}
