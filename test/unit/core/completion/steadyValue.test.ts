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

  it('goes by the best of the latest where it is told to, for better at once', () => {
    const value = new SteadyValue(0.25, 3);
    assert.deepEqual(
      [400, 100, 150, 120, 110, 500].map((measured) => value.note(measured)),
      [400, 400, 400, 150, 150, 500],
    );
  });

  it('begins with a measurement that was made elsewhere', () => {
    const value = new SteadyValue(0.25, 3, 400);
    assert.deepEqual(
      [350, 100, 120, 130].map((measured) => value.note(measured)),
      [400, 400, 400, 130],
    );
  });

  it('gives what it is told before the first measurement', () => {
    const value = new SteadyValue(0.25);
    assert.equal(value.or(7), 7);
    value.note(2);
    assert.equal(value.or(7), 2);
  });
});
