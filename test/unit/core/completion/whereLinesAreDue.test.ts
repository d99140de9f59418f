import assert from 'node:assert/strict';
import {
  CompletionService,
  type CompletionQuery,
} from '../../../../src/core/completion/completionService.ts';
import { typedAt } from '../../../support/completionQuery.ts';
import { at, lines } from '../../../support/cursor.ts';
import { HandClock, ScriptedEngine, settle } from '../../../support/scriptedEngine.ts';

const never = new AbortController().signal;
const ask = (drawing: string): CompletionQuery => typedAt(at(drawing));

describe('where several lines are due', () => {
  const BODY = ask(lines('function f() {', '  █', '}'));
  const begin = (): { engine: ScriptedEngine; service: CompletionService } => {
    const engine = new ScriptedEngine();
    engine.probability = 0.7;
    return { engine, service: new CompletionService(engine, new HandClock()) };
  };

  it('shows what it would not be sure enough of within a line, also while that is typed along', async () => {
    const { engine, service } = begin();
    const inBody = service.complete(BODY, never);
    await settle();
    engine.generations[0]?.write('return first;');
    engine.generations[0]?.end();
    const shown = await inBody;
    assert.ok(shown.kind === 'suggestion' && shown.text === 'return first;');
    const along = await service.complete(ask(lines('function f() {', '  ret█', '}')), never);
    assert.ok(along.kind === 'suggestion' && along.text === 'urn first;' && along.source === 'cache');
    const inLine = service.complete(ask('const sum = █'), never);
    await settle();
    engine.generations[1]?.write('first;');
    engine.generations[1]?.end();
    assert.equal((await inLine).kind, 'none');
  });

  it('asks anew for who types on at once: nobody has stopped there', async () => {
    const { engine, service } = begin();
    const left = new AbortController();
    void service.complete(BODY, left.signal);
    await settle();
    engine.generations[0]?.write('return');
    left.abort();
    const inLine = service.complete(ask(lines('function f() {', '  r█', '}')), never);
    await settle();
    assert.deepEqual(
      engine.generations.map(({ signal }) => signal.aborted),
      [true, false],
    );
    engine.generations[1]?.write('eturn first;');
    engine.generations[1]?.end();
    assert.equal((await inLine).kind, 'none');
  });
});
