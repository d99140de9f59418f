import { type GenerationCost } from '../../src/core/completion/completionEngine.ts';
import { type Ghost } from '../../src/core/replay/acceptance.ts';
import { figure, type Figure, share } from './figures.ts';
import { type ServerAnswer } from './llamaServer.ts';

/** What came of a key here and, where this side's engine had to be asked, on the server. */
export interface Sample {
  readonly kind: 'engine' | 'withoutAsking' | 'skipped' | 'unfinished';
  readonly finishedMs: number;
  /** Before it the engine was not asked for anything in this document: it reads all of the prompt. */
  readonly isCold: boolean;
  readonly firstTokenMs?: number | undefined;
  readonly cost?: GenerationCost | undefined;
  /** What was shown. */
  readonly ghost?: Ghost | undefined;
  /** Null where it had not finished at the next key. */
  readonly server?: ServerAnswer | null | undefined;
}

/** What all keys of a trace came to. */
export interface TraceTotals {
  readonly typedCharacters: number;
  /** Of them, those that suggestions had; see keptCharacters.ts. */
  readonly keptCharacters: number;
  /** Tokens that the engine read and that it wrote, of requests that were aborted as well. */
  readonly readTokens: number;
  readonly writtenTokens: number;
  /** Processor time of the engine's process. */
  readonly engineCpuMs: number;
  /** The gaps between keys together: where a key waits longer for its answer, that is not typing. */
  readonly typingMs: number;
}

/** What a person waits for, key by key, and beside it llama-server's where it was asked. */
export function sampleFigures(samples: readonly Sample[]): readonly Figure[] {
  const own = samples.filter(({ kind }) => kind === 'engine');
  const of = (kind: Sample['kind']): number => samples.filter((sample) => sample.kind === kind).length;
  const cold = own.filter(({ isCold }) => isCold);
  const warm = own.filter(({ isCold }) => !isCold);
  const costs = warm.flatMap(({ cost }) => (cost === undefined ? [] : [cost]));
  return [
    share('keys answered without asking the engine', of('withoutAsking'), samples.length),
    share('keys on which nothing is asked', of('skipped'), samples.length),
    share('keys unfinished at the next one', of('unfinished'), samples.length),
    figure('cold: key → first token', 'ms', times(cold, 'firstTokenMs'), 'the first request of a document'),
    figure('cold: key → finished', 'ms', times(cold, 'finishedMs')),
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

/** What the suggestions of a whole trace cost, against what an author has of them. */
export function totalFigures(totals: TraceTotals): readonly Figure[] {
  const { typedCharacters, keptCharacters, readTokens, writtenTokens, engineCpuMs, typingMs } = totals;
  const minutes = typingMs / 60_000;
  const perKept = (name: string, tokens: number): Figure =>
    figure(name, 'count', keptCharacters === 0 ? [] : [tokens / keptCharacters], `${tokens} tokens in all`);
  return [
    share('typed characters kept from suggestions', keptCharacters, typedCharacters),
    perKept('tokens read per kept character', readTokens),
    perKept('tokens written per kept character', writtenTokens),
    figure(
      'engine CPU seconds per minute of typing',
      's/min',
      [engineCpuMs / 1000 / minutes],
      `${(engineCpuMs / 1000).toFixed(1)} s in ${minutes.toFixed(1)} min`,
    ),
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
  const pairs = asked.flatMap(({ kind, isCold, firstTokenMs, finishedMs, server }) =>
    kind === 'engine' && firstTokenMs !== undefined && !isCold && server
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
