import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { AHEAD_WAIT_MS } from '../../../../src/core/completion/aheadOfAcceptance.ts';
import { type CompletionQuery } from '../../../../src/core/completion/completionService.ts';
import { type NeighbourRoom } from '../../../../src/core/completion/neighbours/neighbourRoom.ts';
import { type OtherTexts } from '../../../../src/core/completion/neighbours/otherTexts.ts';
import { typedAt } from '../../../support/completionQuery.ts';
import { at } from '../../../support/cursor.ts';
import { DrivenService } from '../../../support/drivenService.ts';
import { settle } from '../../../support/scriptedEngine.ts';

const never = new AbortController().signal;
setMaxListeners(0, never); // many requests of these tests share it

const CODE = 'let value = first(second);\n'.repeat(20);
const OTHER = 'const other = third(fourth);\n'.repeat(20);

/** What is asked at the end of a text. */
const ask = (text: string, more: Partial<CompletionQuery> = {}): CompletionQuery =>
  typedAt(at(`${text}█`), more);

class Driven extends DrivenService {
  /** Has a place read to its end; tells whether anything was read. */
  async prewarm(query: CompletionQuery, isComplete?: () => boolean): Promise<boolean> {
    const before = this.asked;
    const read = this.service.prewarm(query, isComplete);
    await settle();
    if (this.asked > before) {
      this.last.end();
    }
    await read;
    return this.asked > before;
  }
}

describe('a place that somebody has come to', () => {
  it('is read by the engine, which writes nothing, as a request there would have it read', async () => {
    const driven = new Driven();
    assert.equal(await driven.prewarm(ask(CODE)), true);
    const { prompt, onlyReads, isAside, maxTokens } = driven.last.request;
    void driven.service.complete(ask(CODE), never);
    await settle();
    const { request } = driven.last;
    assert.deepEqual([prompt, maxTokens], [request.prompt, request.maxTokens]);
    assert.deepEqual(
      [onlyReads, isAside, request.onlyReads, request.isAside],
      [true, true, undefined, undefined],
    );
  });

  it('is read with the model as it is for that document', async () => {
    const driven = new Driven();
    const query = ask(CODE);
    await driven.prewarm(query);
    assert.equal(driven.engine.shown, query.document);
  });

  it('is not read again while the engine has the same before it, whoever had it read', async () => {
    const driven = new Driven();
    await driven.prewarm(ask(CODE));
    assert.equal(await driven.prewarm(ask(CODE)), false);
    assert.equal(await driven.prewarm(ask(`${CODE}let next = `)), false, 'a line is read in no time');
    assert.equal(await driven.prewarm(ask(OTHER)), true);
    assert.equal(await driven.prewarm(ask(CODE)), true, 'another was read meanwhile');
    void driven.service.complete(ask(OTHER), never);
    await settle();
    driven.last.end();
    await settle();
    assert.equal(await driven.prewarm(ask(OTHER)), false);
  });

  it('is read again where its prompt has become another with what the first one taught', async () => {
    const driven = new Driven();
    const text = Array.from({ length: 200 }, (_, index) => `let value${index} = first(second);\n`).join('');
    const read = driven.service.prewarm(ask(text));
    await settle();
    driven.engine.model = { ...driven.engine.model, charactersPerToken: 2 };
    driven.last.end();
    await settle();
    driven.last.end();
    await read;
    assert.equal(driven.asked, 2);
  });

  it('is given up at once for a key', async () => {
    const driven = new Driven();
    const read = driven.service.prewarm(ask(CODE));
    await settle();
    const { signal } = driven.last;
    void driven.service.complete(ask(`${CODE}l`, { debounceMs: 50 }), never);
    assert.equal(signal.aborted, true, 'before the wait');
    await read;
    assert.equal(driven.asked, 1);
    await driven.clock.advance(50);
    assert.equal(driven.asked, 2);
  });

  it('is given up for another place', async () => {
    const driven = new Driven();
    const first = driven.service.prewarm(ask(CODE));
    await settle();
    const { signal } = driven.last;
    assert.equal(await driven.prewarm(ask(OTHER)), true);
    await first;
    assert.equal(signal.aborted, true);
    assert.equal(await driven.prewarm(ask(CODE)), true, 'only a part of it was read');
  });

  it('is not read while a suggestion is written or thought beyond', async () => {
    const driven = new Driven();
    const first = driven.service.complete(ask(`${CODE}let value = `), never);
    await settle();
    assert.equal(await driven.prewarm(ask(CODE)), false);
    driven.last.write('first');
    driven.last.end();
    await first;
    assert.equal(await driven.prewarm(ask(`${CODE}let value = `)), false);
    await driven.clock.advance(AHEAD_WAIT_MS);
    assert.equal(driven.asked, 2);
    assert.equal(await driven.prewarm(ask(`${CODE}let value = `)), false);
  });

  it('is read instead of what would follow a suggestion that was left', async () => {
    const driven = new Driven();
    const first = driven.service.complete(ask('let value = '), never);
    await settle();
    driven.last.write('first');
    driven.last.end();
    await first;
    await driven.clock.advance(AHEAD_WAIT_MS);
    const ahead = driven.last;
    const read = driven.service.prewarm(ask(CODE));
    assert.equal(ahead.signal.aborted, true);
    await settle();
    assert.equal(driven.last.request.onlyReads, true);
    driven.last.end();
    await read;
  });

  it('waits for what other texts have for it', async () => {
    const driven = new Driven();
    let isGathered = false;
    const rooms: NeighbourRoom[] = [];
    const others = (room: NeighbourRoom): OtherTexts => {
      rooms.push(room);
      return { neighbours: [], copyFrom: [] };
    };
    const query = ask(CODE, { others });
    assert.equal(await driven.prewarm(query, () => isGathered), false);
    assert.equal(rooms.length, 1, 'they are asked to be gathered');
    isGathered = true;
    assert.equal(await driven.prewarm(query, () => isGathered), true);
  });

  it('is not read where energy is saved, the engine is not free, there is little, or a measurement leaves it out', async () => {
    const driven = new Driven();
    assert.equal(await driven.prewarm(ask(CODE, { isSaving: true })), false);
    assert.equal(await driven.prewarm(ask('let value = ')), false);
    Object.assign(driven.engine, { isFree: false });
    assert.equal(await driven.prewarm(ask(CODE)), false);
    assert.equal(await new Driven('prewarm').prewarm(ask(CODE)), false);
  });

  it('is read again for another model', async () => {
    const driven = new Driven();
    await driven.prewarm(ask(CODE));
    driven.service.forget();
    assert.equal(await driven.prewarm(ask(CODE)), true);
  });

  it('counts the text after the cursor only where the model reads it first', async () => {
    for (const [fillInTheMiddle, isRead] of [
      ['suffixFirst', true],
      ['prefixFirst', false],
    ] as const) {
      const driven = new Driven();
      driven.engine.model = { ...driven.engine.model, fillInTheMiddle };
      assert.equal(await driven.prewarm(typedAt(at(`let a = █\n${CODE}`))), isRead);
    }
  });
});
