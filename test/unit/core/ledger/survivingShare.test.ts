import assert from 'node:assert/strict';
import { survivingShare } from '../../../../src/core/ledger/survivingShare.ts';

describe('the share of a text that survives', () => {
  it('is all of it where nothing but white space and what is around it changed', () => {
    assert.equal(survivingShare('a + b;', 'return a+b; // c'), 1);
  });

  it('is what is left where a part was cut or written anew', () => {
    assert.equal(survivingShare('0123456789', '012345678'), 0.9);
    assert.equal(survivingShare('first + second', 'first + third'), 6 / 12);
    assert.equal(survivingShare('abcXdefYghi', 'abc1def2ghi'), 9 / 11);
  });

  it('is nothing where two texts only share brackets', () => {
    assert.equal(survivingShare('log(a);', 'for (const x of y) { z(); }'), 0);
  });

  it('is not known for white space, and for texts that would take too long', () => {
    assert.equal(survivingShare(' \n', ' \n'), undefined);
    assert.equal(survivingShare('ab'.repeat(2000), 'ba'.repeat(2000).replace('ba', 'cc')), undefined);
  });
});
