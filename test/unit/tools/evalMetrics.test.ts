import assert from 'node:assert/strict';
import { chrF, editSimilarity, reliability, shareOf, thresholdFor } from '../../../tools/eval/metrics.ts';
import { copyFromFile } from '../../../tools/eval/copyBaseline.ts';
import { evaluateCompletions } from '../../../tools/eval/completions.ts';

describe('editSimilarity', () => {
  for (const [text, expected, similarity] of [
    ['kitten', 'kitten', 1],
    ['kitten', 'sitting', 1 - 3 / 7],
    ['', 'abc', 0],
    ['', '', 1],
    ['你好', '你们', 0.5],
  ] as const) {
    it(`is ${similarity.toFixed(2)} for “${text}” and “${expected}”`, () => {
      assert.equal(editSimilarity(text, expected), similarity);
    });
  }
});

describe('chrF', () => {
  it('is 1 for the same text and 0 for texts with no character in common', () => {
    assert.equal(chrF('Returns the sum.', 'Returns the sum.'), 1);
    assert.equal(chrF('xyz', 'abc'), 0);
  });

  it('weighs what is missing more than what is too much', () => {
    assert.ok(chrF('Returns the sum of a and b', 'Returns the sum') > chrF('Returns', 'Returns the sum'));
  });
});

describe('shareOf', () => {
  it('gives the interval of Wilson', () => {
    const { value, low, high } = shareOf(10, 100);
    assert.equal(value, 0.1);
    assert.equal(low.toFixed(3), '0.055');
    assert.equal(high.toFixed(3), '0.174');
  });
});

describe('thresholdFor', () => {
  const cases = [0.9, 0.8, 0.7, 0.6].map((confidence, index) => ({ confidence, isRight: index < 2 }));

  it('finds the lowest confidence above which enough is right', () => {
    assert.deepEqual(thresholdFor(cases, 0.6, 1), { threshold: 0.7, share: 0.75 });
    assert.deepEqual(thresholdFor(cases, 1, 1), { threshold: 0.8, share: 0.5 });
  });

  it('finds none when the most confident are wrong', () => {
    assert.equal(thresholdFor([{ confidence: 1, isRight: false }], 0.6, 1), undefined);
  });
});

describe('reliability', () => {
  it('puts full confidence into the last step', () => {
    const bins = reliability([{ confidence: 1, isRight: true }]);
    assert.deepEqual(bins, [{ from: 0.9, to: 1, confidence: 1, precision: 1, count: 1 }]);
  });
});

describe('copyFromFile', () => {
  const one = { id: 1, path: 'a.ts', languageId: 'typescript', suffix: '' };

  it('goes on as the text went on before', () => {
    assert.equal(
      copyFromFile({ ...one, prefix: 'const total = sum(items);\nconst tot', kind: 'line-rest' }),
      'al = sum(items);',
    );
  });

  it('has nothing to say of what never occurred', () => {
    assert.equal(copyFromFile({ ...one, prefix: 'abc' }), '');
  });
});

describe('evaluateCompletions', () => {
  it('compares a line with a line and a span with a span', async () => {
    const cases = [
      {
        id: 1,
        path: 'a',
        languageId: 'python',
        prefix: '',
        suffix: '',
        expected: 'a + b',
        kind: 'line-rest',
      },
      {
        id: 2,
        path: 'a',
        languageId: 'python',
        prefix: '',
        suffix: '',
        expected: '\n  c()',
        kind: 'next-line',
      },
      { id: 3, path: 'a', languageId: 'python', prefix: '', suffix: '', expected: 'x\ny', kind: 'fim-span' },
    ];
    const answers = ['a + b\nmore', '\n    c()\n', 'x\nz'];
    const { rows, judged } = await evaluateCompletions(cases, ({ id }) => ({
      text: answers[Number(id) - 1] ?? '',
      confidence: 0.5,
    }));
    assert.deepEqual(
      rows.map(({ kind, exact }) => [kind, exact.value]),
      [
        ['line-rest', 1],
        ['next-line', 1],
        ['fim-span', 0],
      ],
    );
    assert.deepEqual(
      judged.map(({ isRight }) => isRight),
      [true, true, false],
    );
  });
});
