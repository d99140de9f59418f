import assert from 'node:assert/strict';
import {
  CompletionService,
  type CompletionQuery,
} from '../../../../src/core/completion/completionService.ts';
import { typedAt } from '../../../support/completionQuery.ts';
import { at } from '../../../support/cursor.ts';
import { HandClock, ScriptedEngine, settle } from '../../../support/scriptedEngine.ts';

const never = new AbortController().signal;

const ask = (drawing: string, more: Partial<CompletionQuery> = {}): CompletionQuery =>
  typedAt(at(drawing), more);

describe('CompletionService, asked by hand,', () => {
  it('tells also what the model was not sure of', async () => {
    const engine = new ScriptedEngine();
    engine.probability = 0.7;
    const service = new CompletionService(engine, new HandClock());
    const request = service.complete(ask('const sum = █', { eagerness: 'eager' }), never);
    await settle();
    engine.generations[0]?.write('first');
    engine.generations[0]?.write(' + second');
    await request;
    const byHand = service.complete(ask('const sum = █', { trigger: 'manual' }), never);
    await settle();
    engine.generations[1]?.write('first');
    engine.generations[1]?.write(' + second;');
    engine.generations[1]?.end();
    const outcome = await byHand;
    assert.ok(outcome.kind === 'suggestion' && outcome.text === 'first + second;');
  });

  it('shows the same to who types along, and not to who comes back later', async () => {
    const engine = new ScriptedEngine('first');
    engine.probability = 0.2;
    const service = new CompletionService(engine, new HandClock(), new Set(['candidates'] as const));
    const at = async (drawing: string, trigger: 'automatic' | 'manual' = 'automatic'): Promise<string> => {
      const outcome = await service.complete(ask(drawing, { trigger }), never);
      return outcome.kind === 'suggestion' ? outcome.text : outcome.reason;
    };
    assert.equal(await at('const sum = █', 'manual'), 'first');
    assert.equal(await at('const sum = fi█'), 'rst');
    assert.equal(await at('const other = █'), 'unsure');
    assert.equal(await at('const sum = █'), 'unsure');
    assert.equal(await at('const sum = █', 'manual'), 'first');
  });

  it('begins anew while a generation for a key is under way', async () => {
    const engine = new ScriptedEngine();
    const service = new CompletionService(engine, new HandClock());
    void service.complete(ask('const sum = █'), never);
    await settle();
    void service.complete(ask('const sum = █', { trigger: 'manual' }), never);
    await settle();
    assert.deepEqual(
      engine.generations.map(({ signal }) => signal.aborted),
      [true, false],
    );
  });
});
