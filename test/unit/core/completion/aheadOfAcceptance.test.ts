import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { AHEAD_WAIT_MS } from '../../../../src/core/completion/aheadOfAcceptance.ts';
import { type CompletionOutcome } from '../../../../src/core/completion/completionOutcome.ts';
import { type CompletionQuery } from '../../../../src/core/completion/completionService.ts';
import { typedAt } from '../../../support/completionQuery.ts';
import { at, lines } from '../../../support/cursor.ts';
import { DrivenService } from '../../../support/drivenService.ts';
import { settle } from '../../../support/scriptedEngine.ts';

const never = new AbortController().signal;
setMaxListeners(0, never); // many requests of these tests share it

const ask = (drawing: string, more: Partial<CompletionQuery> = {}): CompletionQuery =>
  typedAt(at(drawing), more);

class Driven extends DrivenService {
  /** Asks, and has the engine write a text where it is asked. */
  async complete(query: CompletionQuery, text = ''): Promise<CompletionOutcome> {
    const before = this.asked;
    const outcome = this.service.complete(query, never);
    await settle();
    if (this.asked > before) {
      await this.write(text);
    }
    return outcome;
  }

  async write(text: string): Promise<void> {
    this.last.write(text);
    this.last.end();
    await settle();
  }

  /** Looks at a suggestion until what follows it is asked for, if it is. */
  look(): Promise<void> {
    return this.clock.advance(AHEAD_WAIT_MS);
  }
}

const textOf = (outcome: CompletionOutcome): string =>
  outcome.kind === 'suggestion' ? outcome.text : `✗ ${outcome.reason}`;

describe('what would follow a suggestion', () => {
  const shown = 'const total = █';

  it('is there when the suggestion is accepted: nobody is asked', async () => {
    const driven = new Driven();
    assert.equal(textOf(await driven.complete(ask(shown), 'first')), 'first');
    await driven.look();
    assert.equal(driven.asked, 2);
    const { prompt, isAside } = driven.last.request;
    assert.ok(prompt.kind === 'plain');
    assert.deepEqual([prompt.text.split('\n').at(-1), isAside], ['const total = first', true]);
    await driven.write(' + second');
    const outcome = await driven.complete(ask('const total = first█', { debounceMs: 500 }));
    assert.ok(outcome.kind === 'suggestion');
    assert.deepEqual(
      [outcome.text, outcome.source, outcome.elapsedMs, driven.asked],
      [' + second', 'cache', 0, 2],
    );
  });

  it('is written without the closers that the suggestion takes the place of', async () => {
    const driven = new Driven();
    const outcome = await driven.complete(ask('sum(█)'), 'a, b)');
    assert.ok(outcome.kind === 'suggestion' && outcome.replaceLength === 1);
    await driven.look();
    await driven.write(' * two');
    assert.equal(textOf(await driven.complete(ask('sum(a, b)█'))), ' * two');
    assert.equal(driven.asked, 2);
  });

  it('goes on, suggestion after suggestion', async () => {
    const driven = new Driven();
    await driven.complete(ask(shown), 'first');
    await driven.look();
    await driven.write(' + second');
    await driven.complete(ask('const total = first█'));
    await driven.look();
    await driven.write(' + third');
    assert.equal(textOf(await driven.complete(ask('const total = first + second█'))), ' + third');
    assert.equal(driven.asked, 3);
  });

  it('is not begun while keys follow each other, and once for all that are typed along', async () => {
    const driven = new Driven();
    await driven.complete(ask(shown), 'first');
    for (const typed of ['f', 'fi', 'fir']) {
      await driven.clock.advance(AHEAD_WAIT_MS / 4);
      await driven.complete(ask(`const total = ${typed}█`));
      assert.equal(driven.asked, 1);
    }
    await driven.look();
    await driven.complete(ask('const total = firs█'));
    await driven.look();
    assert.deepEqual([driven.asked, driven.last.signal.aborted], [2, false]);
  });

  it('ends at once when something else is typed, and is not begun any more', async () => {
    for (const isBegun of [true, false]) {
      const driven = new Driven();
      await driven.complete(ask(shown), 'first');
      if (isBegun) {
        await driven.look();
        assert.equal(driven.asked, 2);
      }
      const ahead = driven.last;
      void driven.service.complete(ask('const total = x█', { debounceMs: 50 }), never);
      assert.equal(ahead.signal.aborted, isBegun, 'before the wait');
      await driven.look();
      assert.deepEqual([driven.asked, driven.last.request.isAside], [isBegun ? 3 : 2, undefined]);
    }
  });

  it('ends at once for a request of another document, by hand, and for a key after which nobody is asked', async () => {
    for (const query of [
      typedAt(at('let b = █', { documentId: 'untitled:other' })),
      ask('const total = x;█'),
      ask(shown, { trigger: 'manual', maxTokens: 128 }),
    ]) {
      const driven = new Driven();
      await driven.complete(ask(shown), 'first');
      await driven.look();
      const ahead = driven.last;
      assert.equal(ahead.request.isAside, true);
      void driven.service.complete(query, never);
      await settle();
      assert.equal(ahead.signal.aborted, true);
    }
  });

  it('is waited for, and not written twice, when the suggestion is accepted meanwhile', async () => {
    const driven = new Driven();
    await driven.complete(ask(shown), 'first');
    await driven.look();
    driven.last.write(' + sec');
    const accepted = driven.service.complete(ask('const total = first█'), never);
    await settle();
    await driven.write('ond');
    const outcome = await accepted;
    assert.deepEqual([textOf(outcome), driven.asked, driven.last.signal.aborted], [' + second', 2, false]);
  });

  it('is asked for anew when the engine gave it up while somebody waited for it', async () => {
    const driven = new Driven();
    await driven.complete(ask(shown), 'first');
    await driven.look();
    const accepted = driven.service.complete(ask('const total = first█'), never);
    await settle();
    driven.last.fail(new Error('cancelled'));
    await settle();
    assert.deepEqual([driven.asked, driven.last.request.isAside], [3, undefined]);
    await driven.write(' + second');
    assert.equal(textOf(await accepted), ' + second');
  });

  it('is nobody else’s: neither another document’s, nor where the text is another', async () => {
    const driven = new Driven();
    await driven.complete(ask(lines(shown, 'rest();')), 'first');
    await driven.look();
    await driven.write(' + second');
    assert.equal(textOf(await driven.complete(ask(lines('const total = first█', 'rest();')))), ' + second');
    const elsewhere = at(lines('const total = first█', 'rest();'), { documentId: 'untitled:other' });
    assert.equal(textOf(await driven.complete(typedAt(elsewhere), ' + x + y')), ' + x + y');
    assert.equal(
      textOf(await driven.complete(ask(lines('const total = first█', 'other();')), '.other')),
      '.other',
    );
    assert.equal(
      textOf(await driven.complete(ask(lines('let total = first█', 'rest();')), '.third')),
      '.third',
    );
  });

  it('is kept as nothing where nothing is to be said: nobody is asked again', async () => {
    const driven = new Driven();
    await driven.complete(ask(shown), 'first');
    await driven.look();
    await driven.write('');
    assert.equal(textOf(await driven.complete(ask('const total = first█'))), '✗ blank');
    assert.equal(driven.asked, 2);
  });

  it('is not asked for where it is known already', async () => {
    const driven = new Driven();
    await driven.complete(ask('const total = first█'), ' + second');
    await driven.complete(ask('const total = fir█'), 'st');
    await driven.look();
    assert.equal(driven.asked, 2);
  });

  for (const [why, query, text] of [
    ['energy is saved', ask(shown, { isSaving: true }), 'first'],
    ['somebody asked by hand', ask(shown, { trigger: 'manual' }), 'first'],
    ['nothing is suggested', ask(shown), ''],
    ['nobody would be asked behind it', ask(shown), 'first;'],
  ] as const) {
    it(`is not asked for where ${why}`, async () => {
      const driven = new Driven('candidates');
      await driven.complete(query, text);
      await driven.look();
      assert.equal(driven.asked, 1);
    });
  }

  it('is not asked for where the model was not sure enough to show anything', async () => {
    const driven = new Driven();
    driven.engine.probability = 0.05;
    assert.equal(textOf(await driven.complete(ask(shown), 'first')), '✗ unsure');
    await driven.look();
    assert.equal(driven.asked, 1);
  });

  it('is not asked for while the engine writes for somebody, or rests', async () => {
    const driven = new Driven();
    await driven.complete(ask(shown), 'first');
    Object.assign(driven.engine, { isFree: false });
    await driven.look();
    assert.equal(driven.asked, 1);
  });

  it('is not kept when another model was chosen meanwhile', async () => {
    const driven = new Driven();
    await driven.complete(ask(shown), 'first');
    await driven.look();
    const ahead = driven.last;
    driven.service.forget();
    assert.equal(ahead.signal.aborted, true);
    await driven.complete(ask('const total = first█'), ' - other');
    assert.equal(driven.asked, 3);
  });

  it('is not asked for by a measurement that leaves it out', async () => {
    for (const idea of ['ahead', 'cache'] as const) {
      const driven = new Driven(idea);
      await driven.complete(ask(shown), 'first');
      await driven.look();
      assert.equal(driven.asked, 1);
    }
  });
});
