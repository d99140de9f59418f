import assert from 'node:assert/strict';
import { agreementOf } from '../../../../tools/eval/agreement.ts';
import { type CompletionCase } from '../../../../tools/support/cases.ts';

const asking = (kind: string, expected: string, suffix = ''): CompletionCase => ({
  id: 1,
  path: 'a.ts',
  languageId: 'typescript',
  prefix: '',
  suffix,
  kind,
  expected,
});

describe('agreementOf', () => {
  it('counts the characters up to the first wrong one', () => {
    assert.equal(agreementOf(asking('line-rest', 'first(second)'), 'first(third)').charsBeforeError, 6);
    assert.equal(agreementOf(asking('line-rest', 'first'), 'first + more').charsBeforeError, 5);
    assert.equal(agreementOf(asking('line-rest', 'first'), '').charsBeforeError, 0);
  });

  it('compares a block whole and of a line only the first', () => {
    assert.ok(!agreementOf(asking('block', '\n  a();\n  b();'), '\n  a();\n  c();').isEqual);
    assert.ok(agreementOf(asking('line-rest', 'a();'), 'a();\n  c();').isEqual);
  });

  it('expects what a suggestion takes the place of', () => {
    assert.ok(agreementOf(asking('line-middle', 'first', ');'), 'first)', 1).isEqual);
    assert.ok(!agreementOf(asking('line-middle', 'first', ');'), 'first)', 0).isEqual);
  });
});
