import assert from 'node:assert/strict';
import { verdictOn } from '../../../../src/core/replay/acceptance.ts';

const judge = (text: string, typed: string, after = '\n', replaceLength = 0): string => {
  const verdict = verdictOn({ text, replaceLength }, { typed, after });
  return verdict.kind === 'accept' ? `accept ${verdict.text}` : verdict.kind;
};

describe('verdictOn', () => {
  it('takes a text that is what comes next, to the end or not', () => {
    assert.equal(judge('first();', 'first();'), 'accept first();');
    assert.equal(judge('first', 'first();'), 'accept first');
  });

  it('takes the first line where the others are wrong', () => {
    assert.equal(judge('first();\n  second();', 'first();\n  third();'), 'accept first();');
    assert.equal(judge('\n  first();\n  second();', '\n  first();\n  third();'), 'accept \n  first();');
  });

  it('takes no first line that is only the beginning of what comes next', () => {
    assert.equal(judge('first\n  second();', 'first();\n  third();'), 'ignore');
  });

  it('ignores what is right and too short to be worth a key', () => {
    assert.equal(judge(');', ');'), 'ignore');
    assert.equal(judge('  ab\n', '  ab\n'), 'ignore');
  });

  it('calls wrong what does not come next, however much of it does', () => {
    assert.equal(judge('first();', 'first.second();'), 'wrong');
    assert.equal(judge('first(); // more', 'first();'), 'wrong');
  });

  it('takes a text with the closers that it covers, and none that covers too much', () => {
    assert.equal(judge('first)', 'first', ');\n', 1), 'accept first)');
    assert.equal(judge('first)', 'first, second', ');\n', 1), 'wrong');
  });
});
