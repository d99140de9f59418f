import { CompletionService, type CompletionQuery } from '../../src/core/completion/completionService.ts';
import { NOTHING_ASIDE } from '../../src/core/completion/pipelineIdeas.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { SupervisedCompletionEngine } from '../../src/engine/supervisedCompletionEngine.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { type EditorDriver } from '../host/editorDriver.ts';
import { headlessEngine } from '../support/headlessEngine.ts';
import { inSession, openAtEnd, warmUp } from './benchSession.ts';
import { type BenchOptions, figure, type Figure, share } from './figures.ts';
import { recordFrames } from './recording.ts';
import { chunksOf, SCRIPTS, type TypingScript } from './scripts.ts';
import { KEY_MS, typeAndWait } from './typing.ts';

const RUNS = 16;
const WAIT_MS = 3000;
const MIN_CHARACTERS = 4;
const MAX_CHARACTERS = 10;
/** What the editor may take to answer the last key. */
const SETTLE_MS = 250;
const LOOK_UPS = 200;

interface AlongRun {
  readonly keys: number;
  /** Keys after which a frame without ghost text was drawn. */
  readonly gaps: number;
  readonly updateMs: readonly number[];
}

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
    const [line = ''] = (await driver.ghostText()).split('\n');
    // The last character is left, so that there is always something to see.
    const text = line.slice(0, Math.min(MAX_CHARACTERS, line.length - 1));
    if (text.length >= MIN_CHARACTERS) {
      runs.push(await recordTyping(driver, text));
      await driver.press('Escape');
      for (let left = text.length; left > 0; left--) {
        await driver.press('Backspace');
      }
    }
    if (runs.length >= wanted) {
      break;
    }
  }
  return runs;
}

async function recordTyping(driver: EditorDriver, text: string): Promise<AlongRun> {
  const { lastKeyAt } = await driver.ghostTextState();
  const frames = await recordFrames(driver, async () => {
    await driver.type(text, KEY_MS);
    await delay(SETTLE_MS);
  });
  const keys = [...new Set(frames.map((frame) => frame.lastKeyAt))].filter((at) => at > lastKeyAt);
  const after = keys.map((at) => frames.filter((frame) => frame.lastKeyAt === at));
  const updates = after.flatMap((own) => {
    const first = own.find(({ text: shown, since, lastKeyAt: at }) => shown !== '' && since > at);
    return first === undefined ? [] : [first.since - first.lastKeyAt];
  });
  return {
    keys: keys.length,
    gaps: after.filter((own) => own.some(({ text: shown }) => shown === '')).length,
    updateMs: updates,
  };
}

/** Milliseconds of requests that follow a suggestion which was made before. */
async function cacheHits(): Promise<number[]> {
  const supervisor = headlessEngine();
  try {
    const completions = new CompletionService(
      new SupervisedCompletionEngine(supervisor),
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
