import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CompletionService } from '../../src/core/completion/completionService.ts';
import { NOTHING_ASIDE } from '../../src/core/completion/pipelineIdeas.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { SupervisedCompletionEngine } from '../../src/engine/supervisedCompletionEngine.ts';
import { ROOT } from '../../tools/support/headlessEngine.ts';
import { at } from '../support/cursor.ts';
import { isAlive, processId, testEngine, type TestEngine } from '../support/engines.ts';

const TYPED =
  '\n  /** Ends every engine that is left. */\n  async endAll(): Promise<void> {\n    const engines = this.all();\n';

describe('the pipeline on the real engine', () => {
  let engine: TestEngine;
  let completions: CompletionService;
  beforeEach(() => {
    engine = testEngine();
    // What is written behind a suggestion would come between the requests, and a kept one would spare some of them.
    completions = new CompletionService(
      new SupervisedCompletionEngine(engine.supervisor),
      systemClock,
      new Set([...NOTHING_ASIDE, 'cache' as const]),
    );
  });
  afterEach(() => engine.supervisor.dispose());

  const ask = (prefix: string): ReturnType<CompletionService['complete']> =>
    completions.complete(
      {
        document: at(`${prefix}█`),
        trigger: 'manual',
        isTextSelected: false,
        cursors: 1,
        isComposing: false,
        debounceMs: 0,
        maxTokens: 24,
        eagerness: 'balanced',
      },
      new AbortController().signal,
    );

  it('reads a document that is longer than the context anew only when its window moves', async () => {
    const long = readFileSync(path.join(ROOT, 'src/engine/supervisor.ts'), 'utf8');
    let anew = 0;
    let asked = 0;
    for (let typed = 0; typed < TYPED.length; typed++) {
      const { cost } = await ask(long + TYPED.slice(0, typed));
      if (cost !== undefined) {
        asked++;
        anew += cost.reusedTokens < cost.promptTokens / 2 ? 1 : 0;
      }
    }
    assert.equal(asked, TYPED.length, 'each key’s request reaches the engine');
    assert.ok(anew <= 5, `${anew} of ${asked} requests read more than half of the prompt anew`);
  });

  it('answers the very request during which the engine was killed', async () => {
    const pid = await processId(engine);
    const answer = ask(`${readFileSync(path.join(ROOT, 'src/engine/rpc.ts'), 'utf8')}\nconst after = `);
    process.kill(pid, 'SIGKILL');
    const outcome = await answer;
    assert.ok(outcome.cost !== undefined && outcome.cost.generatedTokens > 0, JSON.stringify(outcome));
  });

  it('comes back after each of twenty kills, since each is followed by a suggestion', async () => {
    for (let kill = 0; kill < 20; kill++) {
      const outcome = await ask(`const value${kill} = compute(${kill});\nconst other = `);
      assert.ok(outcome.cost !== undefined && outcome.cost.generatedTokens > 0, JSON.stringify(outcome));
      const pid = await processId(engine);
      const restarted = engine.until('restarting');
      process.kill(pid, 'SIGKILL');
      await restarted;
      assert.equal(isAlive(pid), false);
    }
    assert.deepEqual(engine.bad(), []);
  });
});
