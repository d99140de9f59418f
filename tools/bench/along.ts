import { CompletionService, type CompletionQuery } from '../../src/core/completion/completionService.ts';
import { NOTHING_ASIDE } from '../../src/core/completion/pipelineIdeas.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { SupervisedCompletionEngine } from '../../src/engine/supervisedCompletionEngine.ts';
import { type EditorDriver } from '../host/editorDriver.ts';
import { headlessEngine } from '../support/headlessEngine.ts';
import { type AlongRun, typeAlongVisible } from './alongRun.ts';
import { inSession, openAtEnd, warmUp } from './benchSession.ts';
import { type BenchOptions, figure, type Figure, share } from './figures.ts';
import { chunksOf, SCRIPTS, type TypingScript } from './scripts.ts';
import { KEY_MS, typeAndWait } from './typing.ts';

const RUNS = 16;
const WAIT_MS = 3000;
const MIN_CHARACTERS = 4;
const LOOK_UPS = 200;

/** Typing what the ghost text says: does it stay, and how soon does it show the rest. */
export async function measureAlong({ progress }: BenchOptions): Promise<readonly Figure[]> {
  const runs = await inSession({}, async ({ driver }) => {
    await warmUp(driver);
    const results: AlongRun[] = [];
    for (const script of SCRIPTS) {
      await openAtEnd(driver, script);
      results.push(...(await typeAlong(driver, script, RUNS / SCRIPTS.length)));
      progress(`${script.file}: ${results.length} runs`);
    }
    return results;
  });
  const keys = runs.reduce((sum, run) => sum + run.keys, 0);
  const gaps = runs.reduce((sum, run) => sum + run.gaps, 0);
  return [
    share('keys along the ghost text that made it vanish', gaps, keys),
    figure(
      'key along → updated ghost text',
      'ms',
      runs.flatMap((run) => run.updateMs),
    ),
    figure('pipeline alone: suggestion from the cache', 'ms', await cacheHits(), 'plain Node, no editor'),
  ];
}

async function typeAlong(driver: EditorDriver, script: TypingScript, wanted: number): Promise<AlongRun[]> {
  const runs: AlongRun[] = [];
  for (const chunk of chunksOf(script).slice(0, -1)) {
    await typeAndWait(driver, chunk, WAIT_MS);
    const run = await typeAlongVisible(driver, (text) => driver.type(text, KEY_MS));
    runs.push(...(run === undefined ? [] : [run]));
    if (runs.length >= wanted) {
      break;
    }
  }
  return runs;
}

/** Milliseconds of requests that follow a suggestion which was made before. */
async function cacheHits(): Promise<number[]> {
  const supervisor = headlessEngine();
  try {
    const completions = new CompletionService(
      new SupervisedCompletionEngine(supervisor, { drafts: true }),
      systemClock,
      NOTHING_ASIDE,
    );
    const ask = (prefix: string): ReturnType<CompletionService['complete']> =>
      completions.complete(query(prefix), new AbortController().signal);
    const { prefix, text } = await firstSuggestion(ask);
    const times: number[] = [];
    for (let index = 0; index < LOOK_UPS; index++) {
      const typed = text.slice(0, index % text.length);
      const startedAt = performance.now();
      const outcome = await ask(prefix + typed);
      times.push(performance.now() - startedAt);
      if (outcome.kind === 'suggestion' && outcome.source !== 'cache') {
        throw new Error(`“${typed}” was not answered from the cache.`);
      }
    }
    return times;
  } finally {
    await supervisor.dispose();
  }
}

/** The first place of a script at which something is suggested. */
async function firstSuggestion(
  ask: (prefix: string) => ReturnType<CompletionService['complete']>,
): Promise<{ prefix: string; text: string }> {
  for (const script of SCRIPTS.slice(0, 1)) {
    let prefix = script.context;
    for (const chunk of chunksOf(script)) {
      prefix += chunk;
      const outcome = await ask(prefix);
      if (outcome.kind === 'suggestion' && outcome.text.length >= MIN_CHARACTERS) {
        return { prefix, text: outcome.text };
      }
    }
  }
  throw new Error('Nothing was suggested anywhere.');
}

function query(prefix: string): CompletionQuery {
  return {
    document: {
      documentId: 'file:///bench.ts',
      path: 'bench.ts',
      languageId: 'typescript',
      prefix,
      suffix: '',
      endOfLine: '\n',
      indentation: { style: 'spaces', size: 2 },
    },
    trigger: 'automatic',
    isTextSelected: false,
    cursors: 1,
    isComposing: false,
    debounceMs: 0,
    maxTokens: 64,
    eagerness: 'balanced',
  };
}
