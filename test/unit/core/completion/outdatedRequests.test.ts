import assert from 'node:assert/strict';
import { CompletionService } from '../../../../src/core/completion/completionService.ts';
import { typedAt } from '../../../support/completionQuery.ts';
import { at } from '../../../support/cursor.ts';
import { HandClock, ScriptedEngine, settle } from '../../../support/scriptedEngine.ts';

const query = typedAt(at('const sum = █'));

describe('CompletionService, where everything is forgotten while a request is under way,', () => {
  it('tells who waits that another answer may be had by now', async () => {
    const engine = new ScriptedEngine();
    const service = new CompletionService(engine, new HandClock());
    const request = service.complete(query, new AbortController().signal);
    await settle();
    service.forget();
    engine.generations[0]?.end();
    const outcome = await request;
    assert.ok(outcome.kind === 'none' && outcome.reason === 'outdated');
  });

  it('tells it as well where the engine ends for one with another model', async () => {
    const engine = new ScriptedEngine();
    const service = new CompletionService(engine, new HandClock());
    const request = service.complete(query, new AbortController().signal);
    await settle();
    engine.generations[0]?.fail(new Error('The engine was stopped.'));
    service.forget();
    const outcome = await request;
    assert.ok(outcome.kind === 'none' && outcome.reason === 'outdated' && outcome.error === undefined);
  });

  it('tells who has gone on that the request was given up', async () => {
    const engine = new ScriptedEngine();
    const service = new CompletionService(engine, new HandClock());
    const abort = new AbortController();
    const request = service.complete(query, abort.signal);
    await settle();
    abort.abort();
    service.forget();
    const outcome = await request;
    assert.ok(outcome.kind === 'none' && outcome.reason === 'cancelled');
  });
});
