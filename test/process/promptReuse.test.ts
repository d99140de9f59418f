import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CompletionService } from '../../src/core/completion/completionService.ts';
import { NOTHING_ASIDE } from '../../src/core/completion/pipelineIdeas.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { type GenerateResult } from '../../src/engine/protocol.ts';
import { SupervisedCompletionEngine } from '../../src/engine/supervisedCompletionEngine.ts';
import { ROOT } from '../../tools/support/headlessEngine.ts';
import { SteadyEngine } from '../../tools/support/steadyEngine.ts';
import { at } from '../support/cursor.ts';
import { isAlive, processId, testEngine, type TestEngine } from '../support/engines.ts';

describe('the pipeline on the real engine', () => {
  let engine: TestEngine;
  let completions: CompletionService;
  beforeEach(() => {
    engine = testEngine();
    // What is written behind a suggestion would come between the requests, and a kept one would spare some of them.
    completions = new CompletionService(
      // How fast this machine reads must not tell how long the prompts are.
      new SteadyEngine(new SupervisedCompletionEngine(engine.supervisor)),
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

  it('reads a document that is longer than the context anew once, though its window moves', async () => {
    const source = readFileSync(path.join(ROOT, 'src/engine/supervisor.ts'), 'utf8');
    const lines = source.split(/(?<=\n)/u);
    const anew: number[] = [];
    let lengths = 0;
    let before = 0;
    for (let line = lines.length - 60; line < lines.length; line++) {
      const { cost } = await ask(lines.slice(0, line).join(''));
      assert.ok(cost !== undefined, 'each line’s request reaches the engine');
      anew.push(cost.promptTokens - cost.reusedTokens);
      lengths += cost.promptTokens < before ? 1 : 0;
      before = cost.promptTokens;
    }
    assert.ok(lengths > 0, 'the window has moved');
    const long = anew.slice(1).filter((tokens) => tokens > 64);
    assert.deepEqual(long, [], anew.join(' '));
  });

  it('goes on from what was moved much as from what was read anew', async () => {
    const lines = readFileSync(path.join(ROOT, 'src/engine/supervisor.ts'), 'utf8').split('\n');
    const write = (group: string, from: number, to: number): Promise<GenerateResult> =>
      engine.supervisor.generate(
        {
          purpose: 'completion',
          group,
          prompt: {
            kind: 'fillInTheMiddle',
            order: 'suffixFirst',
            header: '// path: supervisor.ts\n',
            prefix: `${lines.slice(from, to).join('\n')}\n`,
            suffix: `\n${lines.slice(to + 1, to + 10).join('\n')}`,
          },
          maxTokens: 1,
          temperature: 0,
        },
        new AbortController().signal,
        () => undefined,
      );
    const cursors = [80, 110, 140, 170, 200, 230, 260, 290];
    let same = 0;
    for (const cursor of cursors) {
      await write('long', cursor - 70, cursor);
      const moved = await write('long', cursor - 45, cursor);
      assert.ok(
        moved.reusedTokens >= moved.promptTokens - 2,
        `${moved.reusedTokens} of ${moved.promptTokens}`,
      );
      await write('another', 0, 3);
      const anew = await write('long', cursor - 45, cursor);
      assert.ok(anew.reusedTokens < 10, String(anew.reusedTokens));
      same += moved.text === anew.text ? 1 : 0;
    }
    assert.ok(same >= cursors.length * 0.75, `${same} of ${cursors.length}`);
  });

  it('writes with drafts what it writes without, and goes on from what it had drafted wrongly', async () => {
    const source = readFileSync(path.join(ROOT, 'src/engine/supervisor.ts'), 'utf8');
    const lines = source.split(/(?<=\n)/u);
    let drafted = 0;
    let wrong = 0;
    let same = 0;
    const cursors = [60, 90, 120, 150, 180, 210];
    for (const cursor of cursors) {
      const write = (drafts: boolean): Promise<GenerateResult> =>
        engine.supervisor.generate(
          {
            purpose: 'completion',
            group: 'drafting',
            prompt: { kind: 'plain', text: lines.slice(cursor - 40, cursor).join('') },
            copyFrom: [source],
            drafts,
            maxTokens: 24,
          },
          new AbortController().signal,
          () => undefined,
        );
      const [without, drafting] = [await write(false), await write(true)];
      assert.equal(without.drafts, undefined);
      for (const { firstToken, tokens } of drafting.drafts ?? []) {
        drafted++;
        wrong += tokens < 8 && firstToken + tokens < drafting.generatedTokens ? 1 : 0;
      }
      same += drafting.text === without.text ? 1 : 0;
    }
    assert.ok(drafted > wrong && wrong > 0, `${drafted} drafts, ${wrong} of them not right to their end`);
    // What is read at once is rounded otherwise, which now and then is as good as a draw.
    assert.ok(same >= cursors.length - 1, `${same} of ${cursors.length}`);
  });

  it('drafts for people, and never where the same text must come again', async () => {
    const { supervisor } = engine;
    const drafts: unknown[] = [];
    const generate = supervisor.generate.bind(supervisor);
    supervisor.generate = (request, ...more) => {
      drafts.push(request.drafts);
      return generate(request, ...more);
    };
    const supervised = new SupervisedCompletionEngine(supervisor, { drafts: true });
    const request = {
      documentId: 'file:///a.ts',
      prompt: { kind: 'plain', text: 'const a = ' },
      maxTokens: 2,
      healsTokens: true,
      copyFrom: [],
    } as const;
    const { signal } = new AbortController();
    await supervised.profile();
    await supervised.generate(request, signal, () => undefined);
    await new SupervisedCompletionEngine(supervisor).generate(request, signal, () => undefined);
    assert.deepEqual(drafts, [true, false]);
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
