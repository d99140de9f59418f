import assert from 'node:assert/strict';
import { inSteps } from '../../../../src/core/completion/inSteps.ts';

describe('a value in steps', () => {
  it('is the same for what is measured a little otherwise, and never far from it', () => {
    assert.equal(inSteps(110), inSteps(128));
    assert.ok(Math.abs(inSteps(128) - 128) < 1e-9);
    assert.notEqual(inSteps(100), inSteps(128));
    for (let value = 1; value < 1e6; value *= 1.07) {
      const off = inSteps(value) / value;
      assert.ok(off > 0.84 && off < 1.19, `${value}`);
    }
  });

  it('is zero where nothing was measured', () => {
    assert.equal(inSteps(0), 0);
  });
});
