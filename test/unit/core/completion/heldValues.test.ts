import assert from 'node:assert/strict';
import { HeldValues } from '../../../../src/core/completion/heldValues.ts';

describe('values that hold still, each for one thing', () => {
  it('are what they were at first, for each thing by itself', () => {
    const values = new HeldValues(8, 2);
    assert.equal(values.of('a', 100), 100);
    assert.equal(values.of('b', 150), 150);
    assert.deepEqual([values.of('a', 150), values.of('a', 200), values.of('b', 80)], [100, 100, 150]);
  });

  it('give way to what is more than so many times larger or smaller', () => {
    const values = new HeldValues(8, 2);
    values.of('a', 100);
    assert.deepEqual([values.of('a', 201), values.of('a', 101), values.of('a', 100)], [201, 201, 100]);
  });

  it('are forgotten of what was asked for the longest time ago', () => {
    const values = new HeldValues(2, 2);
    values.of('a', 100);
    values.of('b', 100);
    values.of('a', 110);
    values.of('c', 100);
    assert.deepEqual([values.of('a', 120), values.of('b', 120)], [100, 120]);
  });
});
