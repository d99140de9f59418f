import assert from 'node:assert/strict';
import { shiftRange, shiftRangeByAll } from '../../../../src/core/text/trackedRange.ts';

describe('shiftRange', () => {
  const range = { start: 10, end: 20 };

  for (const [name, change, expected] of [
    [
      'stays when text comes after it',
      { offset: 20, replacedLength: 0, text: 'abc' },
      { start: 10, end: 20 },
    ],
    [
      'moves when text comes before it',
      { offset: 3, replacedLength: 0, text: 'abc' },
      { start: 13, end: 23 },
    ],
    [
      'moves when text comes right before it',
      { offset: 10, replacedLength: 0, text: 'a' },
      { start: 11, end: 21 },
    ],
    [
      'moves back when text before it goes',
      { offset: 0, replacedLength: 5, text: '' },
      { start: 5, end: 15 },
    ],
    ['is lost when the change is inside', { offset: 15, replacedLength: 0, text: 'a' }, undefined],
    ['is lost when the change reaches into it', { offset: 8, replacedLength: 3, text: '' }, undefined],
    ['is lost when all is replaced', { offset: 0, replacedLength: 40, text: '' }, undefined],
  ] as const) {
    it(name, () => {
      assert.deepEqual(shiftRange(range, change), expected);
    });
  }

  it('follows several changes at once, in whatever order they are told', () => {
    const changes = [
      { offset: 0, replacedLength: 0, text: 'ab' },
      { offset: 30, replacedLength: 1, text: '' },
      { offset: 5, replacedLength: 2, text: '' },
    ];
    assert.deepEqual(shiftRangeByAll(range, changes), range);
    assert.deepEqual(shiftRangeByAll(range, changes.reverse()), range);
  });
});
