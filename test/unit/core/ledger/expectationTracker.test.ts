import assert from 'node:assert/strict';
import { type Counts, sumOfCounts } from '../../../../src/core/ledger/counts.ts';
import { ExpectationTracker } from '../../../../src/core/ledger/expectationTracker.ts';
import { Tally } from '../../../../src/core/ledger/tally.ts';
import { type TextChange } from '../../../../src/core/text/trackedRange.ts';

const NOW = Date.UTC(2026, 0, 31, 12);

/** A document in which something is expected at offset 10, with a confidence of 0.7. */
class Expecting {
  readonly #tally = new Tally();
  readonly tracker = new ExpectationTracker(this.#tally);
  #at = 10;

  constructor(text: string) {
    this.expect(text, 10);
  }

  expect(text: string, offset = this.#at, confidence = 0.7): this {
    this.tracker.expected({ documentId: 'a', languageId: 'go', offset, text, confidence });
    return this;
  }

  /** Key by key. */
  type(text: string): this {
    for (const key of text) {
      this.change({ offset: this.#at, replacedLength: 0, text: key });
      this.#at += key.length;
    }
    return this;
  }

  change(...changes: TextChange[]): this {
    this.tracker.changed('a', changes, false, NOW);
    return this;
  }

  /** How often something was expected, and how often that was right. */
  get counted(): readonly [number, number] {
    const { expectedByConfidence, rightByConfidence } = this.counts;
    const sum = (row: readonly number[]): number => row.reduce((a, b) => a + b, 0);
    return [sum(expectedByConfidence), sum(rightByConfidence)];
  }

  get counts(): Counts {
    return sumOfCounts(this.#tally.drain().map(({ counts }) => counts));
  }
}

describe('what a model expects', () => {
  it('is right once it was typed key by key, however it was spaced, and counted where its confidence lies', () => {
    const { expectedByConfidence, rightByConfidence } = new Expecting('value, index)').type(
      'value,index)',
    ).counts;
    assert.deepEqual([expectedByConfidence.indexOf(1), rightByConfidence.indexOf(1)], [14, 14]);
  });

  it('is wrong where something else was typed and gone on from, or the line was ended before it', () => {
    assert.deepEqual(new Expecting('value').type('val').counted, [0, 0]);
    assert.deepEqual(new Expecting('value').type('vag').counted, [0, 0], 'it may be taken back');
    assert.deepEqual(new Expecting('value').type('vagu').counted, [1, 0]);
    assert.deepEqual(new Expecting('value').type('va\nx').counted, [1, 0]);
    assert.deepEqual(new Expecting('value').type('value\n').counted, [1, 1]);
    const elsewhere = new Expecting('value').type('g');
    assert.deepEqual(elsewhere.change({ offset: 2, replacedLength: 0, text: 'x' }).counted, [1, 0]);
  });

  it('is neither where what was typed is corrected, or an input method writes it anew', () => {
    const typo = new Expecting('value').type('vag').change({ offset: 12, replacedLength: 1, text: '' });
    assert.deepEqual(typo.counted, [0, 0]);
    const pinyin = new Expecting('你好').change({ offset: 10, replacedLength: 0, text: 'n' });
    pinyin.expect('你好', 11);
    pinyin.change({ offset: 10, replacedLength: 1, text: 'ni' });
    assert.deepEqual(pinyin.change({ offset: 10, replacedLength: 2, text: '你好' }).counted, [0, 0]);
    const accent = new Expecting('écrit').change({ offset: 10, replacedLength: 0, text: '´' });
    assert.deepEqual(accent.change({ offset: 10, replacedLength: 1, text: 'é' }).counted, [0, 0]);
  });

  it('goes on before what the editor writes by itself', () => {
    const tag = new Expecting('>text').type('>').change({ offset: 11, replacedLength: 0, text: '</div>' });
    tag.expect('more', 17);
    assert.deepEqual(tag.type('text').counted, [1, 1]);
    const call = new Expecting('log(x)').change({ offset: 10, replacedLength: 0, text: 'log()' });
    assert.deepEqual(call.change({ offset: 14, replacedLength: 0, text: 'x)' }).counted, [1, 1]);
  });

  it('is right where no more than closers is left, which stand there already', () => {
    const past = new Expecting('value);').type('value');
    assert.deepEqual(past.change({ offset: 17, replacedLength: 0, text: 'x' }).counted, [1, 1]);
    const before = new Expecting('value').type('valu');
    assert.deepEqual(before.change({ offset: 17, replacedLength: 0, text: 'x' }).counted, [0, 0]);
  });

  it('is right where it was taken, or a list of words has written more than it', () => {
    assert.deepEqual(
      new Expecting('value)').change({ offset: 10, replacedLength: 1, text: 'value)' }).counted,
      [1, 1],
    );
    const begun = new Expecting('Of(list)').type('O');
    assert.deepEqual(begun.change({ offset: 5, replacedLength: 6, text: 'indexOf(list)' }).counted, [1, 1]);
    const another = new Expecting('Of(list)').type('O');
    assert.deepEqual(
      another.change({ offset: 10, replacedLength: 1, text: 'of(list)' }).type('x').counted,
      [0, 0],
    );
    assert.deepEqual(
      new Expecting('(value').change({ offset: 10, replacedLength: 0, text: '()' }).type('').counted,
      [0, 0],
    );
  });

  it('goes on inside of the brackets that the editor has closed by itself', () => {
    const closed = new Expecting('(value').change({ offset: 10, replacedLength: 0, text: '()' });
    assert.deepEqual(closed.change({ offset: 11, replacedLength: 0, text: 'value' }).counted, [1, 1]);
  });

  it('is neither right nor wrong where something was deleted, undone, written elsewhere, or the document closed', () => {
    const neither = (act: (document: Expecting) => unknown): readonly [number, number] => {
      const document = new Expecting('value').type('va');
      act(document);
      return document.type('gue').counted;
    };
    const here = { offset: 12, replacedLength: 0, text: 'g' };
    assert.deepEqual(
      neither((document) => document.change({ offset: 11, replacedLength: 1, text: '' })),
      [0, 0],
    );
    assert.deepEqual(
      neither((document) => document.change({ offset: 3, replacedLength: 0, text: 'x' })),
      [0, 0],
    );
    assert.deepEqual(
      neither((document) => document.change({ ...here, offset: 40 })),
      [0, 0],
    );
    assert.deepEqual(
      neither((document) => document.change(here, { ...here, offset: 40 })),
      [0, 0],
    );
    assert.deepEqual(
      neither(({ tracker }) => {
        tracker.changed('a', [here], true, NOW);
      }),
      [0, 0],
    );
    assert.deepEqual(
      neither(({ tracker }) => {
        tracker.closed('a');
      }),
      [0, 0],
    );
    assert.deepEqual(
      neither(({ tracker }) => {
        tracker.forget();
      }),
      [0, 0],
    );
  });

  it('is not counted once more while it is typed, and anew where the cursor went elsewhere', () => {
    assert.deepEqual(new Expecting('value').type('va').expect('lue').type('lue').counted, [1, 1]);
    const elsewhere = new Expecting('value').expect('other', 50);
    elsewhere.change({ offset: 50, replacedLength: 0, text: 'other' });
    assert.deepEqual(elsewhere.counted, [1, 1]);
  });

  it('is no expectation where it is blank, or of several lines', () => {
    assert.deepEqual(new Expecting('  ').type('x').counted, [0, 0]);
    assert.deepEqual(new Expecting('one\ntwo').type('x').counted, [0, 0]);
    assert.deepEqual(new Expecting('one\n').type('one').counted, [1, 1]);
  });
});
