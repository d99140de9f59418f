import assert from 'node:assert/strict';
import {
  changedLines,
  movedAlong,
  type TextChange,
} from '../../../../../src/core/completion/neighbours/textChange.ts';

type Pair = readonly [line: number, character: number];
const position = ([line, character]: Pair): { line: number; character: number } => ({ line, character });
const change = (start: Pair, end: Pair, text: string): TextChange => ({
  range: { start: position(start), end: position(end) },
  text,
});

function moved(at: Pair, start: Pair, end: Pair, text: string): Pair {
  const { line, character } = movedAlong(position(at), change(start, end, text));
  return [line, character];
}

describe('a place in a text that is changed', () => {
  it('stays before what is changed', () => {
    assert.deepEqual(moved([2, 3], [2, 4], [2, 8], 'tide\nwind'), [2, 3]);
    assert.deepEqual(moved([2, 3], [4, 0], [4, 0], '\n\n'), [2, 3]);
  });

  it('goes with what is written before it in its line', () => {
    assert.deepEqual(moved([2, 5], [2, 1], [2, 1], 'abc'), [2, 8]);
    assert.deepEqual(moved([2, 5], [2, 1], [2, 4], ''), [2, 2]);
    assert.deepEqual(moved([2, 5], [2, 1], [2, 4], 'a\nbc'), [3, 3]);
    assert.deepEqual(moved([2, 5], [1, 7], [2, 2], ''), [1, 10]);
  });

  it('goes with what is written above it, and keeps its column', () => {
    assert.deepEqual(moved([5, 5], [1, 0], [1, 0], 'a\nb\n'), [7, 5]);
    assert.deepEqual(moved([5, 5], [1, 3], [4, 2], 'a'), [2, 5]);
  });

  it('stands behind what is written at it, as a cursor does', () => {
    assert.deepEqual(moved([2, 5], [2, 5], [2, 5], 'abc'), [2, 8]);
    assert.deepEqual(moved([2, 5], [2, 5], [2, 5], 'a\n  '), [3, 2]);
  });

  it('is at the start of what it was in the midst of', () => {
    assert.deepEqual(moved([2, 5], [1, 3], [3, 1], ''), [1, 3]);
    assert.deepEqual(moved([2, 5], [2, 5], [3, 1], ''), [2, 5]);
    assert.deepEqual(moved([2, 5], [2, 2], [2, 9], 'another'), [2, 2]);
  });
});

describe('the lines of a change', () => {
  it('are those it took the place of, and how many came', () => {
    assert.deepEqual(changedLines(change([3, 1], [5, 0], 'a\nb')), {
      firstLine: 3,
      lastLine: 5,
      addedBreaks: 1,
    });
    assert.deepEqual(changedLines(change([3, 1], [3, 1], 'a')), {
      firstLine: 3,
      lastLine: 3,
      addedBreaks: 0,
    });
  });
});
