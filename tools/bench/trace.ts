import { setTimeout as delay } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type CompletionEngine,
  type CompletionRequest,
  type GenerationCost,
  type ModelProfile,
  type TextPiece,
} from '../../src/core/completion/completionEngine.ts';
import { type CompletionOutcome } from '../../src/core/completion/completionOutcome.ts';
import { CompletionService } from '../../src/core/completion/completionService.ts';
import { type DocumentContext } from '../../src/core/completion/documentContext.ts';
import { NOTHING_ASIDE, type PipelineIdea } from '../../src/core/completion/pipelineIdeas.ts';
import { completeAt } from '../../src/core/replay/completeAt.ts';
import { indentationOf } from '../../src/core/replay/indentationOf.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { SupervisedCompletionEngine } from '../../src/engine/supervisedCompletionEngine.ts';
import { WHILE_TYPING } from '../support/caseDocument.ts';
import { headlessEngine, ROOT } from '../support/headlessEngine.ts';
import { type BenchOptions, figure, type Figure, share } from './figures.ts';
import { askServer, type ServerAnswer } from './llamaServer.ts';
import { chunksOf, SCRIPTS, type TypingScript } from './scripts.ts';

/** Of each script, so that a trace takes two to four minutes. */
const CHUNKS = 12;
/** Keys of a word come so fast, and after it there is a pause. */
const KEY_MS = 110;
const PAUSE_MS = 700;
const COLD_PATIENCE_MS = 20_000;
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

/** What came of a key here and, where this side's engine had to be asked, on the server. */
interface Sample {
  readonly kind: 'engine' | 'withoutAsking' | 'skipped' | 'unfinished';
  readonly finishedMs: number;
  readonly firstTokenMs?: number | undefined;
  readonly cost?: GenerationCost | undefined;
  /** Null where it had not finished at the next key. */
  readonly server?: ServerAnswer | null | undefined;
}

/**
 * Types documents at a human pace through the pipeline and the real engine, without an editor. With `--server`, each
 * request of this side's engine goes to that llama-server as well, right after it: the same prompt, the same limit.
 */
export async function measureTrace({ progress, server, model }: BenchOptions): Promise<readonly Figure[]> {
  const supervisor = headlessEngine({ modelPath: model, threads: 1 });
  try {
    await supervisor.ready();
    const engine = new WatchedEngine(new SupervisedCompletionEngine(supervisor));
    const completions = new CompletionService(engine, systemClock, LEFT_OUT);
    const samples: Sample[] = [];
    for (const script of SCRIPTS) {
      for (const key of keysOf(script)) {
        samples.push(await press(completions, engine, key, server));
      }
      progress(`${script.file}: ${samples.length} keys`);
    }
    return figures(samples);
  } finally {
    await supervisor.dispose();
  }
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
  completions: CompletionService,
  engine: WatchedEngine,
  { document, gapMs, patienceMs }: Key,
  server: string | undefined,
): Promise<Sample> {
  engine.forget();
  const startedAt = performance.now();
  const outcome = await untilNextKey(patienceMs, (signal) =>
    completeAt(completions, document, WHILE_TYPING, signal),
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

function judged(outcome: CompletionOutcome, engine: WatchedEngine): Omit<Sample, 'finishedMs'> {
  if (outcome.kind === 'none' && outcome.reason === 'cancelled') {
    return { kind: 'unfinished' };
  }
  if (engine.asked !== undefined && outcome.cost !== undefined) {
    return { kind: 'engine', firstTokenMs: engine.firstTokenMs, cost: outcome.cost };
  }
  const isAnswer = outcome.kind === 'suggestion' || outcome.reason === 'unsure';
  return { kind: isAnswer ? 'withoutAsking' : 'skipped' };
}

function figures(samples: readonly Sample[]): readonly Figure[] {
  const own = samples.filter(({ kind }) => kind === 'engine');
  const of = (kind: Sample['kind']): number => samples.filter((sample) => sample.kind === kind).length;
  const isCold = ({ cost }: Sample): boolean => cost?.reusedTokens === 0;
  const warm = own.filter((sample) => !isCold(sample));
  const costs = warm.flatMap(({ cost }) => (cost === undefined ? [] : [cost]));
  return [
    share('keys answered without asking the engine', of('withoutAsking'), samples.length),
    share('keys on which nothing is asked', of('skipped'), samples.length),
    share('keys unfinished at the next one', of('unfinished'), samples.length),
    figure('cold: key → finished', 'ms', times(own.filter(isCold), 'finishedMs')),
    figure('warm: key → first token', 'ms', times(warm, 'firstTokenMs')),
    figure('warm: key → finished', 'ms', times(warm, 'finishedMs')),
    figure(
      'warm: tokens read',
      'count',
      costs.map(({ promptTokens, reusedTokens }) => promptTokens - reusedTokens),
    ),
    figure(
      'warm: tokens written',
      'count',
      costs.map(({ generatedTokens }) => generatedTokens),
    ),
    ...serverFigures(samples),
  ];
}

function times(samples: readonly Sample[], of: 'finishedMs' | 'firstTokenMs'): readonly number[] {
  return samples.flatMap((sample) => sample[of] ?? []);
}

/** Side by side, of the requests to which both had finished before the next key. */
function serverFigures(samples: readonly Sample[]): readonly Figure[] {
  const asked = samples.filter(({ server }) => server !== undefined);
  if (asked.length === 0) {
    return [];
  }
  const answers = asked.flatMap(({ server }) => server ?? []);
  const pairs = asked.flatMap(({ kind, firstTokenMs, finishedMs, cost, server }) =>
    kind === 'engine' && firstTokenMs !== undefined && cost?.reusedTokens !== 0 && server
      ? [{ firstTokenMs, finishedMs, server }]
      : [],
  );
  const ratio = (of: 'finishedMs' | 'firstTokenMs'): readonly number[] =>
    pairs.map((pair) => pair[of] / pair.server[of]);
  return [
    share('llama-server: unfinished at the next key', asked.length - answers.length, asked.length),
    figure(
      'llama-server: request → first token',
      'ms',
      answers.map(({ firstTokenMs }) => firstTokenMs),
    ),
    figure(
      'llama-server: request → finished',
      'ms',
      answers.map(({ finishedMs }) => finishedMs),
    ),
    figure(
      'llama-server: tokens read',
      'count',
      answers.map(({ evaluatedTokens }) => evaluatedTokens),
    ),
    figure(
      'llama-server: tokens written',
      'count',
      answers.map(({ generatedTokens }) => generatedTokens),
    ),
    figure('first token, this engine ÷ llama-server', '×', ratio('firstTokenMs'), 'warm, pairs'),
    figure('finished, this engine ÷ llama-server', '×', ratio('finishedMs'), 'warm, pairs'),
  ];
}

/** Keeps the last request, and when its first piece came. */
class WatchedEngine implements CompletionEngine {
  asked: CompletionRequest | undefined;
  firstTokenMs: number | undefined;
  #startedAt = 0;

  constructor(private readonly engine: CompletionEngine) {}

  forget(): void {
    this.asked = undefined;
    this.firstTokenMs = undefined;
    this.#startedAt = performance.now();
  }

  profile(document?: DocumentContext): Promise<ModelProfile> {
    return this.engine.profile(document);
  }

  generate(
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerationCost> {
    this.asked = request;
    return this.engine.generate(request, signal, (piece) => {
      this.firstTokenMs ??= performance.now() - this.#startedAt;
      onText(piece);
    });
  }
}
