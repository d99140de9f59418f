import { deepStrictEqual } from 'node:assert/strict';
import { UpdatePace } from '../../../src/workbench/assist/updatePace.ts';

describe('UpdatePace', () => {
  it('is due at once, and then once in a tenth of a second however often it is asked', () => {
    let now = 5;
    const pace = new UpdatePace(() => now);
    const due = [0, 1, 98, 1, 50, 60, 500].map((passed) => {
      now += passed;
      return pace.isDue();
    });
    deepStrictEqual(due, [true, false, false, true, false, true, true]);
  });
});
