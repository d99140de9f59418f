import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { type GenerationCost } from '../../../../src/core/completion/completionEngine.ts';
import {
  CompletionService,
  type CompletionQuery,
} from '../../../../src/core/completion/completionService.ts';
import { typedAt } from '../../../support/completionQuery.ts';
import { at } from '../../../support/cursor.ts';
import { COST, HandClock, ScriptedEngine, settle } from '../../../support/scriptedEngine.ts';

const never = new AbortController().signal;
setMaxListeners(0, never); // many requests of these tests share it

const ask = (drawing: string, more: Partial<CompletionQuery> = {}): CompletionQuery =>
  typedAt(at(drawing), more);

/** As the real one: a newer request of a document takes an older one's place. */
class OneAtATime extends ScriptedEngine {
  #supersede: (() => void) | undefined;

  override generate(...args: Parameters<ScriptedEngine['generate']>): Promise<GenerationCost> {
    this.#supersede?.();
    const superseded = new Promise<GenerationCost>((resolve) => {
      this.#supersede = () => {
        resolve({ ...COST, isAborted: true });
      };
    });
    return Promise.race([super.generate(...args), superseded]);
  }
}

describe('CompletionService, asked by hand', () => {
  const byHand = (more: Partial<CompletionQuery> = {}): CompletionQuery =>
    ask('const sum = █', { trigger: 'manual', ...more });
  const answers = ['first;', 'second;', 'third;'];

  /** An engine that writes another answer each time, the later ones with less confidence. */
  function engineWithAnswers(): ScriptedEngine {
    const engine: ScriptedEngine = new ScriptedEngine(() => {
      engine.probability = 0.9 - engine.generations.length / 10;
      return answers[engine.generations.length - 1] ?? '';
    });
    return engine;
  }

  /** A service that has shown what was asked for by hand, and has begun the others. */
  async function afterTheFirst(engine: ScriptedEngine): Promise<CompletionService> {
    const service = new CompletionService(engine, new HandClock());
    const first = service.complete(byHand(), never);
    await settle();
    engine.generations[0]?.write('first;');
    engine.generations[0]?.end();
    await first;
    await settle();
    return service;
  }

  it('shows the best at once, and the others to who asks again', async () => {
    const engine = engineWithAnswers();
    const service = new CompletionService(engine, new HandClock());
    const first = await service.complete(byHand(), never);
    assert.ok(first.kind === 'suggestion');
    assert.deepEqual([first.text, first.further], ['first;', undefined]);
    const again = await service.complete(byHand(), never);
    assert.ok(again.kind === 'suggestion');
    assert.deepEqual([again.text, again.further?.map(({ text }) => text)], ['first;', ['second;', 'third;']]);
    assert.deepEqual(
      engine.generations.map(({ request }) => request.alternative),
      [undefined, 1, 2],
    );
  });

  it('asks nobody for more who only types', async () => {
    const engine = engineWithAnswers();
    const service = new CompletionService(engine, new HandClock());
    await service.complete(ask('const sum = █'), never);
    await settle();
    assert.equal(engine.generations.length, 1);
  });

  it('answers who asks at another place meanwhile: the others of the first one come to their end', async () => {
    const engine = new OneAtATime();
    const service = await afterTheFirst(engine);
    const other = service.complete(ask('let other = █', { trigger: 'manual' }), never);
    await settle();
    engine.generations.at(-1)?.write('second;');
    engine.generations.at(-1)?.end();
    const outcome = await other;
    assert.ok(outcome.kind === 'suggestion');
    assert.equal(outcome.text, 'second;');
  });

  it('shows the first one again where the others failed', async () => {
    const engine = new ScriptedEngine();
    const service = await afterTheFirst(engine);
    engine.generations[1]?.fail(new Error('gone'));
    const again = await service.complete(byHand(), never);
    assert.ok(again.kind === 'suggestion');
    assert.deepEqual([again.text, again.further], ['first;', []]);
  });

  it('gives up the others when a key is typed, and begins anew at another place', async () => {
    const engine = new ScriptedEngine();
    const service = await afterTheFirst(engine);
    assert.equal(engine.generations.length, 2);
    void service.complete(ask('const sum = x█'), never);
    await settle();
    assert.equal(engine.generations[1]?.signal.aborted, true);
  });
});
