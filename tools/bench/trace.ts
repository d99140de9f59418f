import { setTimeout as delay } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CompletionOutcome } from '../../src/core/completion/completionOutcome.ts';
import { CompletionService } from '../../src/core/completion/completionService.ts';
import { type DocumentContext } from '../../src/core/completion/documentContext.ts';
import { NOTHING_ASIDE, type PipelineIdea } from '../../src/core/completion/pipelineIdeas.ts';
import { type Asking, completeAt } from '../../src/core/replay/completeAt.ts';
import { indentationOf } from '../../src/core/replay/indentationOf.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { SupervisedCompletionEngine } from '../../src/engine/supervisedCompletionEngine.ts';
import { type Supervisor } from '../../src/engine/supervisor.ts';
import { variantWithout } from '../eval/ablationChoice.ts';
import { NOT_MEASURABLE_BY_TRACES } from '../eval/notMeasurable.ts';
import { WHILE_TYPING } from '../support/caseDocument.ts';
import { BUILT_IN_MODEL, headlessEngine, ROOT } from '../support/headlessEngine.ts';
import { measureDecodeShare } from './decodeShare.ts';
import { engineCpuMs } from './engineCpu.ts';
import { type BenchOptions, type Figure } from './figures.ts';
import { keptCharacters } from './keptCharacters.ts';
import { askServer } from './llamaServer.ts';
import { chunksOf, SCRIPTS, type TypingScript } from './scripts.ts';
import { type Sample, sampleFigures, totalFigures } from './traceFigures.ts';
import { WatchedEngine } from './watchedEngine.ts';

/** Of each script, so that a trace takes two to four minutes. */
const CHUNKS = 12;
/** Keys of a word come so fast, and after it there is a pause. */
const KEY_MS = 110;
const PAUSE_MS = 700;
const COLD_PATIENCE_MS = 20_000;
/** Of the engine, and of the calibration that tells what this machine can do. */
const THREADS = 1;
/** What stands above in the file, so that prompts are as long as in real ones. */
const LONG_CONTEXT = path.join(ROOT, 'src', 'core', 'completion', 'brackets.ts');
/** A suggestion is one line on both sides, and nobody asks twice. */
const LEFT_OUT: ReadonlySet<PipelineIdea> = new Set<PipelineIdea>([...NOTHING_ASIDE, 'shape']);

/** A key, and the time until the next one. */
interface Key {
  readonly document: DocumentContext;
  readonly gapMs: number;
  /** Until an answer that has not come is given up: by the next key, but for the first one, which reads all. */
  readonly patienceMs: number;
}

/** What a trace is typed into. */
interface Tools {
  readonly completions: CompletionService;
  readonly engine: WatchedEngine;
  readonly server: string | undefined;
  readonly asking: Asking;
}

/**
 * Types documents at a human pace through the pipeline and the real engine, without an editor. With `--server`, each
 * request of this side's engine goes to that llama-server as well, right after it: the same prompt, the same limit.
 */
export async function measureTrace(options: BenchOptions): Promise<readonly Figure[]> {
  const { progress, model } = options;
  const figures = await withTools(options, async (tools, supervisor) => {
    const samples: Sample[] = [];
    const sums = { typedCharacters: 0, keptCharacters: 0, typingMs: 0 };
    const cpuBefore = await engineCpuMs(supervisor);
    for (const script of SCRIPTS) {
      const keys = keysOf(script);
      const typed = await typeKeys(tools, keys);
      samples.push(...typed);
      sums.typedCharacters += keys.length;
      sums.keptCharacters += kept(script, typed);
      sums.typingMs += keys.reduce((sum, { gapMs }) => sum + gapMs, 0);
      progress(`${script.file}: ${samples.length} keys`);
    }
    const cpuMs = (await engineCpuMs(supervisor)) - cpuBefore;
    const { readTokens, writtenTokens } = tools.engine;
    return [
      ...sampleFigures(samples),
      ...totalFigures({ ...sums, readTokens, writtenTokens, engineCpuMs: cpuMs }),
    ];
  });
  progress('the bandwidth of the memory');
  return [...figures, ...(await measureDecodeShare(model ?? BUILT_IN_MODEL, THREADS, progress))];
}

async function withTools<T>(
  { server, model, ablate, debounce = '0' }: BenchOptions,
  work: (tools: Tools, supervisor: Supervisor) => Promise<T>,
): Promise<T> {
  const without = ablate === undefined ? [] : variantWithout(ablate, NOT_MEASURABLE_BY_TRACES).ablation;
  const leftOut = new Set([...LEFT_OUT, ...without]);
  if (!/^\d{1,4}$/u.test(debounce)) {
    throw new Error('--debounce takes whole milliseconds');
  }
  const supervisor = headlessEngine({ modelPath: model, threads: THREADS });
  try {
    await supervisor.ready();
    const engine = new WatchedEngine(new SupervisedCompletionEngine(supervisor, { drafts: true }));
    const completions = new CompletionService(engine, systemClock, leftOut);
    const asking = { ...WHILE_TYPING, debounceMs: Number(debounce) };
    return await work({ completions, engine, server, asking }, supervisor);
  } finally {
    await supervisor.dispose();
  }
}

async function typeKeys(tools: Tools, keys: readonly Key[]): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  let isCold = true;
  for (const key of keys) {
    samples.push({ ...(await press(tools, key)), isCold });
    isCold &&= tools.engine.asked === undefined;
  }
  return samples;
}

/** Each key is a character, and its sample what was suggested behind it. */
function kept({ typed }: TypingScript, samples: readonly Sample[]): number {
  const showings = samples.flatMap(({ ghost }, index) =>
    ghost === undefined ? [] : [{ at: index + 1, ghost }],
  );
  return keptCharacters({ text: typed.replaceAll('█', ''), length: samples.length }, showings);
}

function keysOf(script: TypingScript): readonly Key[] {
  const above = readFileSync(LONG_CONTEXT, 'utf8');
  const keys: Key[] = [];
  let prefix = script.file.endsWith('.ts') ? `${above}\n${script.context}` : script.context;
  for (const chunk of chunksOf(script).slice(0, CHUNKS)) {
    const letters = Array.from(chunk);
    for (const [index, letter] of letters.entries()) {
      prefix += letter;
      const gapMs = index === letters.length - 1 ? PAUSE_MS : KEY_MS;
      keys.push({
        document: {
          documentId: script.file,
          path: script.file,
          languageId: script.file.endsWith('.ts') ? 'typescript' : 'python',
          prefix,
          suffix: '',
          endOfLine: '\n',
          indentation: indentationOf(script.context + script.typed),
        },
        gapMs,
        patienceMs: keys.length === 0 ? COLD_PATIENCE_MS : gapMs,
      });
    }
  }
  return keys;
}

async function press(
  { completions, engine, server, asking }: Tools,
  { document, gapMs, patienceMs }: Key,
): Promise<Omit<Sample, 'isCold'>> {
  engine.forget();
  const startedAt = performance.now();
  const outcome = await untilNextKey(patienceMs, (signal) =>
    completeAt(completions, document, asking, signal),
  );
  const finishedMs = performance.now() - startedAt;
  await delay(Math.max(0, gapMs - finishedMs));
  const sample = { ...judged(outcome, engine), finishedMs };
  const { asked } = engine;
  if (server === undefined || asked === undefined) {
    return sample;
  }
  const serverAt = performance.now();
  const answer = await untilNextKey(patienceMs, (signal) =>
    askServer(server, asked.prompt, asked.maxTokens, signal),
  );
  await delay(Math.max(0, gapMs - (performance.now() - serverAt)));
  return { ...sample, server: answer ?? null };
}

/** What a question comes to before the next key, which aborts it. */
async function untilNextKey<T>(gapMs: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort();
  }, gapMs);
  try {
    return await ask(abort.signal);
  } finally {
    clearTimeout(timer);
  }
}

function judged(
  outcome: CompletionOutcome,
  engine: WatchedEngine,
): Pick<Sample, 'kind' | 'ghost' | 'cost' | 'firstTokenMs'> {
  if (outcome.kind === 'none' && outcome.reason === 'cancelled') {
    return { kind: 'unfinished' };
  }
  const ghost = outcome.kind === 'suggestion' ? outcome : undefined;
  if (engine.asked !== undefined && outcome.cost !== undefined) {
    return { kind: 'engine', ghost, firstTokenMs: engine.firstTokenMs, cost: outcome.cost };
  }
  const isAnswer = outcome.kind === 'suggestion' || ['unsure', 'tooLittle'].includes(outcome.reason);
  return { kind: isAnswer ? 'withoutAsking' : 'skipped', ghost };
}
