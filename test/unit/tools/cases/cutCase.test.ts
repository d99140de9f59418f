import assert from 'node:assert/strict';
import { CASE_KINDS, cutCase } from '../../../../tools/cases/cutCase.ts';
import { seededRandom } from '../../../../src/core/replay/seededRandom.ts';
import { lines } from '../../../support/cursor.ts';

const TEXT = lines(
  'import a from "b";',
  '',
  'function sum(a, b) {',
  '  const c = a + b;',
  '',
  '  return c;',
  '}',
  '',
);

describe('cutCase', () => {
  for (const kind of CASE_KINDS) {
    it(`takes nothing away and adds nothing: ${kind}`, () => {
      const random = seededRandom(7);
      for (let round = 0; round < 50; round++) {
        const cut = cutCase(kind, TEXT, 'javascript', random);
        assert.ok(cut);
        assert.equal(cut.prefix + cut.expected + cut.suffix, TEXT);
        assert.ok(cut.expected.trim().length > 0);
      }
    });
  }

  it('asks for a line’s rest behind its first character', () => {
    const random = seededRandom(1);
    for (let round = 0; round < 50; round++) {
      const { prefix, expected, suffix } = cutCase('line-rest', TEXT, 'javascript', random) ?? assert.fail();
      assert.match(prefix, /\S[^\n]*$/u);
      assert.match(suffix, /^(?:\n|$)/u);
      assert.ok(expected.length >= 3 && !expected.includes('\n'));
    }
  });

  it('asks for a whole line behind its indentation', () => {
    const random = seededRandom(1);
    for (let round = 0; round < 20; round++) {
      const { prefix, expected } = cutCase('next-line', TEXT, 'javascript', random) ?? assert.fail();
      assert.match(prefix, /\n[ \t]*$/u);
      assert.match(expected, /^\S/u);
    }
  });

  it('leaves something of the line on both sides of its middle', () => {
    const random = seededRandom(1);
    for (let round = 0; round < 50; round++) {
      const { prefix, suffix } = cutCase('line-middle', TEXT, 'javascript', random) ?? assert.fail();
      assert.match(prefix, /\S[^\n]*$/u);
      assert.match(suffix, /^[^\n]*\S/u);
    }
  });

  it('asks for what is inside a block, over its empty lines', () => {
    assert.deepEqual(cutCase('block', TEXT, 'javascript', seededRandom(1)), {
      prefix: 'import a from "b";\n\nfunction sum(a, b) {',
      expected: '\n  const c = a + b;\n\n  return c;',
      suffix: '\n}\n',
    });
  });

  it('asks for the rest of a block on an empty line of its indentation', () => {
    const text = lines(
      'def f(a):',
      '    # Why',
      '    if a:',
      '        b = 1',
      '    return a',
      '',
      'print(f(1))',
      '',
    );
    const random = seededRandom(1);
    const found = new Set(
      Array.from({ length: 50 }, () => cutCase('block-rest', text, 'python', random) ?? assert.fail()).map(
        ({ prefix, expected, suffix }) => [prefix.split('\n').at(-1), expected, suffix.slice(0, 8)].join('|'),
      ),
    );
    assert.deepEqual([...found].sort(), [
      '    |# Why\n    if a:\n        b = 1\n    return a|\n\nprint(',
      '    |if a:\n        b = 1\n    return a|\n\nprint(',
    ]);
  });

  it('finds no block where there is none', () => {
    for (const kind of ['block', 'block-rest'] as const) {
      assert.equal(cutCase(kind, 'a = 1\nb = 2\n', 'python', seededRandom(1)), undefined);
    }
  });
});
