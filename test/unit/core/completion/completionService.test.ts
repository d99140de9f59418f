import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
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

describe('CompletionService', () => {
  it('goes from a document to a suggestion', async () => {
    const engine = new ScriptedEngine(' first + second;');
    const service = new CompletionService(engine, new HandClock());
    const outcome = await service.complete(ask('const sum =█'), never);
    assert.ok(outcome.kind === 'suggestion');
    assert.equal(outcome.text, ' first + second;');
    assert.equal(outcome.source, 'engine');
    assert.ok(Math.abs(outcome.confidence - engine.probability) < 1e-9);
  });

  it('answers typing along from the cache', async () => {
    const engine = new ScriptedEngine('first + second');
    const service = new CompletionService(engine, new HandClock());
    await service.complete(ask('const sum = █'), never);
    const outcome = await service.complete(ask('const sum = fir█'), never);
    assert.ok(outcome.kind === 'suggestion');
    assert.deepEqual([outcome.text, outcome.source, engine.generations.length], ['st + second', 'cache', 1]);
    assert.deepEqual([outcome.asked, outcome.earlier?.asked.written], [undefined, 'first + second']);
  });

  it('goes on with a suggestion whose first line was typed, where it would not ask', async () => {
    const engine = new ScriptedEngine('\n  stop();\n  go();\n');
    const service = new CompletionService(engine, new HandClock());
    const typed = async (line: string): Promise<string> => {
      const outcome = await service.complete(ask(`if (a) {${line}█\n}\n`), never);
      return outcome.kind === 'suggestion' ? outcome.text : outcome.reason;
    };
    assert.equal(await typed(''), '\n  stop();\n  go();');
    assert.equal(await typed('\n  stop()'), ';\n  go();');
    assert.equal(await typed('\n  stop();'), '\n  go();');
    assert.equal(engine.generations.length, 1);
    assert.equal(await typed('\n  halt();'), 'statementEnded');
  });

  it('leaves the brace that the editor closed on a line of its own', async () => {
    const service = new CompletionService(new ScriptedEngine('\n  stop();'), new HandClock());
    const outcome = await service.complete(ask('if (a) {█}\n'), never);
    assert.ok(outcome.kind === 'suggestion');
    assert.deepEqual([outcome.text, outcome.replaceLength], ['\n  stop();\n}', 1]);
  });

  it('does not ask twice where the model had nothing, unless the user does', async () => {
    const engine = new ScriptedEngine('');
    const service = new CompletionService(engine, new HandClock());
    const first = await service.complete(ask('const sum = █'), never);
    assert.ok(first.kind === 'none' && first.reason === 'blank');
    await service.complete(ask('const sum = █'), never);
    assert.equal(engine.generations.length, 1);
    await service.complete(ask('const sum = █', { trigger: 'manual' }), never);
    assert.equal(engine.generations.length, 2);
  });

  it('waits for the debounce, and asks nothing when a key comes first', async () => {
    const engine = new ScriptedEngine('x');
    const clock = new HandClock();
    const service = new CompletionService(engine, clock);
    const abort = new AbortController();
    const first = service.complete(ask('const a█', { debounceMs: 100 }), abort.signal);
    await clock.advance(50);
    abort.abort();
    const outcome = await first;
    assert.ok(outcome.kind === 'none' && outcome.reason === 'cancelled');
    await clock.advance(500);
    assert.equal(engine.generations.length, 0);
  });

  it('keeps a generation under way that the typed keys follow', async () => {
    const engine = new ScriptedEngine();
    const service = new CompletionService(engine, new HandClock());
    const first = new AbortController();
    const overtaken = service.complete(ask('return █'), first.signal);
    await settle();
    engine.generations[0]?.write('fir');
    first.abort();
    const second = service.complete(ask('return f█'), never);
    await overtaken;
    await settle();
    engine.generations[0]?.write('st;');
    engine.generations[0]?.end();
    const outcome = await second;
    assert.ok(outcome.kind === 'suggestion');
    assert.deepEqual([outcome.text, engine.generations.length], ['irst;', 1]);
  });

  it('ends a generation under way at once when the typed keys disagree', async () => {
    const engine = new ScriptedEngine();
    const service = new CompletionService(engine, new HandClock());
    const first = new AbortController();
    void service.complete(ask('return █'), first.signal);
    await settle();
    engine.generations[0]?.write('first');
    first.abort();
    void service.complete(ask('return s█'), never);
    await settle();
    assert.equal(engine.generations[0]?.signal.aborted, true);
    assert.equal(engine.generations.length, 2);
  });

  it('asks anew as soon as a generation goes on otherwise than what was typed before its first word', async () => {
    const engine = new ScriptedEngine();
    const service = new CompletionService(engine, new HandClock());
    const first = new AbortController();
    void service.complete(ask('return █'), first.signal);
    await settle();
    first.abort();
    const second = service.complete(ask('return s█'), never);
    await settle();
    assert.equal(engine.generations.length, 1);
    engine.generations[0]?.write('first');
    assert.equal(engine.generations[0]?.signal.aborted, true);
    await settle();
    engine.generations[1]?.write('econd;');
    engine.generations[1]?.end();
    const outcome = await second;
    assert.ok(outcome.kind === 'suggestion');
    assert.equal(outcome.text, 'econd;');
  });

  it('ends a generation that nobody waits for any more', async () => {
    const engine = new ScriptedEngine();
    const clock = new HandClock();
    const service = new CompletionService(engine, clock);
    const abort = new AbortController();
    void service.complete(ask('return █'), abort.signal);
    await settle();
    abort.abort();
    await settle();
    assert.equal(engine.generations[0]?.signal.aborted, false, 'another request may still take it over');
    await clock.advance(150);
    assert.equal(engine.generations[0].signal.aborted, true);
  });

  it('stops the engine when the line is complete', async () => {
    const engine = new ScriptedEngine();
    const service = new CompletionService(engine, new HandClock());
    const request = service.complete(ask('const a = █'), never);
    await settle();
    engine.generations[0]?.write('1;\nconst b');
    const outcome = await request;
    assert.equal(engine.generations[0]?.signal.aborted, true);
    assert.ok(outcome.kind === 'suggestion' && outcome.text === '1;');
  });

  it('covers the bracket that the editor closed', async () => {
    const service = new CompletionService(new ScriptedEngine('a, b);'), new HandClock());
    const outcome = await service.complete(ask('sum(█)'), never);
    assert.ok(outcome.kind === 'suggestion');
    assert.deepEqual([outcome.text, outcome.replaceLength], ['a, b);', 1]);
  });

  it('tells a failure of the engine from having nothing to suggest, and asks again next time', async () => {
    const engine = new ScriptedEngine();
    const service = new CompletionService(engine, new HandClock());
    const request = service.complete(ask('return █'), never);
    await settle();
    engine.generations[0]?.fail(new Error('the engine ended'));
    const outcome = await request;
    assert.ok(outcome.kind === 'none' && outcome.reason === 'engineFailed');
    void service.complete(ask('return █'), never);
    await settle();
    assert.equal(engine.generations.length, 2);
  });

  it('never asks for more than the trained context holds', async () => {
    const engine = new ScriptedEngine('x');
    const service = new CompletionService(engine, new HandClock());
    await service.complete(ask(`${'let value = 1;\n'.repeat(3000)}const a = █`), never);
    const [generation] = engine.generations;
    assert.ok(generation?.request.prompt.kind === 'plain');
    const tokens = generation.request.prompt.text.length / engine.model.charactersPerToken;
    assert.ok(tokens + generation.request.maxTokens <= engine.model.contextTokens, `${tokens}`);
  });

  it('uses prefix and suffix where the model profits from them', async () => {
    const engine = new ScriptedEngine('x');
    engine.model = { ...engine.model, fillInTheMiddle: 'prefixFirst' };
    const service = new CompletionService(engine, new HandClock());
    await service.complete(ask('const a = █;\nconst b = 2;'), never);
    assert.equal(engine.generations[0]?.request.prompt.kind, 'fillInTheMiddle');
  });

  it('drops the line that the limit of tokens cut off', async () => {
    const engine = new ScriptedEngine('const a = first;\n  const b = sec');
    engine.isCut = true;
    const service = new CompletionService(engine, new HandClock());
    const outcome = await service.complete(ask('function f(first) {\n  █\n}'), never);
    assert.ok(outcome.kind === 'suggestion');
    assert.equal(outcome.text, 'const a = first;');
  });

  it('takes no line for cut off that was stopped before the limit of tokens was reached', async () => {
    const engine = new ScriptedEngine();
    engine.generate = (_request, _signal, onText) => {
      onText({ text: 'first();\n  word word word word word word', tokens: 1, logProbability: 0 });
      return Promise.resolve({ ...COST, isCut: true });
    };
    const service = new CompletionService(engine, new HandClock());
    const outcome = await service.complete(ask('function f() {\n  █\n}'), never);
    assert.ok(outcome.kind === 'suggestion');
    assert.equal(outcome.text, 'first();\n  word');
  });

  it('forgets everything when the model changes', async () => {
    const engine = new ScriptedEngine('one');
    const service = new CompletionService(engine, new HandClock());
    await service.complete(ask('const a = █'), never);
    service.forget();
    await service.complete(ask('const a = █'), never);
    assert.equal(engine.generations.length, 2);
  });

  it('keeps nothing that the model before was still writing', async () => {
    const engine = new ScriptedEngine();
    const service = new CompletionService(engine, new HandClock());
    const outcome = service.complete(ask('const a = █'), never);
    while (engine.generations.length === 0) {
      await Promise.resolve();
    }
    // Its own rules end it at the line's end; the model is changed before that is over.
    engine.generations[0]?.write('one;\nconst b');
    service.forget();
    assert.equal((await outcome).kind, 'none');
    void service.complete(ask('const a = █'), never);
    while (engine.generations.length < 2) {
      await Promise.resolve();
    }
    assert.equal(engine.generations.length, 2);
  });

  it('shows no more than what the model is sure of, and stops it there', async () => {
    const engine = new ScriptedEngine();
    engine.probability = 0.7;
    const service = new CompletionService(engine, new HandClock());
    const request = service.complete(ask('const sum = █', { eagerness: 'eager' }), never);
    await settle();
    engine.generations[0]?.write('first');
    engine.generations[0]?.write(' + second');
    const outcome = await request;
    assert.equal(engine.generations[0]?.signal.aborted, true);
    assert.ok(outcome.kind === 'suggestion');
    assert.deepEqual([outcome.text, outcome.confidence], ['first', 0.7]);
  });

  it('says that the model was not sure, and asks no more there until the user does', async () => {
    const engine = new ScriptedEngine('first');
    engine.probability = 0.2;
    const service = new CompletionService(engine, new HandClock());
    const outcome = await service.complete(ask('const sum = █'), never);
    assert.ok(outcome.kind === 'none' && outcome.reason === 'unsure');
    await service.complete(ask('const sum = █'), never);
    assert.equal(engine.generations.length, 1);
    const byHand = await service.complete(ask('const sum = █', { trigger: 'manual' }), never);
    assert.ok(byHand.kind === 'suggestion' && byHand.text === 'first');
  });

  it('asks again where the keys typed meanwhile go beyond what the model was sure of', async () => {
    const engine = new ScriptedEngine();
    engine.probability = 0.7;
    const service = new CompletionService(engine, new HandClock());
    const first = new AbortController();
    void service.complete(ask('return █', { eagerness: 'eager' }), first.signal);
    await settle();
    engine.generations[0]?.write('first');
    first.abort();
    const second = service.complete(ask('return first.na█', { eagerness: 'eager' }), never);
    await settle();
    engine.generations[0]?.write('.name');
    await settle();
    assert.equal(engine.generations.length, 2);
    engine.generations[1]?.write('meOfAll;');
    engine.generations[1]?.end();
    const outcome = await second;
    assert.ok(outcome.kind === 'suggestion' && outcome.text === 'meOfAll;');
  });

  it('asks again for what was left out while energy was saved', async () => {
    const engine = new ScriptedEngine('first + second;');
    engine.probability = 0.6;
    const eager = { eagerness: 'eager' } as const;
    const service = new CompletionService(engine, new HandClock());
    const saving = service.complete(ask('const sum = █', { ...eager, isSaving: true, debounceMs: 0 }), never);
    assert.equal((await saving).kind, 'none');
    assert.equal((await service.complete(ask('const sum = █', eager), never)).kind, 'suggestion');
  });

  it('asks later, and for less, where energy is saved', async () => {
    const engine = new ScriptedEngine('first');
    engine.probability = 0.7;
    const clock = new HandClock();
    const service = new CompletionService(engine, clock);
    const request = service.complete(
      ask('const a█', { eagerness: 'eager', debounceMs: 100, isSaving: true }),
      never,
    );
    await clock.advance(250);
    assert.equal(engine.generations.length, 0);
    await clock.advance(100);
    const outcome = await request;
    assert.ok(outcome.kind === 'none' && outcome.reason === 'unsure');
  });
});
