import assert from 'node:assert/strict';
import { SteadyValue } from '../../../../src/core/completion/steadyValue.ts';

describe('SteadyValue', () => {
  it('holds still while measurements vary a little', () => {
    const value = new SteadyValue(0.25);
    assert.deepEqual(
      [3, 3.4, 2.6, 3.7].map((measured) => value.note(measured)),
      [3, 3, 3, 3],
    );
  });

  it('moves when a measurement is clearly another', () => {
    const value = new SteadyValue(0.25);
    assert.deepEqual(
      [3, 4, 3.5].map((measured) => value.note(measured)),
      [3, 4, 4],
    );
  });

  it('gives what it is told before the first measurement', () => {
    const value = new SteadyValue(0.25);
    assert.equal(value.or(7), 7);
    value.note(2);
    assert.equal(value.or(7), 2);
  });
});
