import assert from 'node:assert/strict';
import { readGaps } from '../../../src/engine/worker/readGaps.ts';
import { seededRandom } from '../../support/seededRandom.ts';

/** Tokens that no other number begins. */
const text = (first: number, length: number): number[] =>
  Array.from({ length }, (_, index) => first * 10_000 + index);

describe('what a prompt leaves out of what was read', () => {
  const header = text(1, 20);
  const dropped = text(2, 50);
  const rest = text(3, 200);

  it('is nothing where the prompt goes on from it, or begins with all of it', () => {
    assert.deepEqual(readGaps([...header, ...rest], [...header, ...rest, ...text(4, 90)]), []);
    assert.deepEqual(readGaps([...header, ...rest], header), []);
    assert.deepEqual(readGaps([], rest), []);
  });

  it('is what stood before the line that a window begins with now', () => {
    const prompt = [...header, ...rest, ...text(4, 3)];
    assert.deepEqual(readGaps([...header, ...dropped, ...rest, ...text(5, 30)], prompt), [
      { start: 20, end: 70 },
    ]);
  });

  it('is several pieces, each followed by much that stays', () => {
    const [one, two] = [text(6, 64), text(7, 100)];
    const read = [...dropped, ...one, ...text(8, 7), ...two];
    assert.deepEqual(readGaps(read, [...one, ...two]), [
      { start: 0, end: 50 },
      { start: 114, end: 121 },
    ]);
  });

  it('is nothing where too little goes on, or where something new stands before it', () => {
    assert.deepEqual(readGaps([...header, ...dropped, ...text(3, 63)], [...header, ...text(3, 63)]), []);
    assert.deepEqual(
      readGaps([...header, ...dropped, ...rest], [...header, 5, ...rest]),
      [],
      'a cache can’t be added to in the middle',
    );
  });

  it('is before the longest of the runs that could go on', () => {
    const read = [...header, ...dropped, ...rest.slice(0, 80), ...text(9, 5), ...rest];
    assert.deepEqual(readGaps(read, [...header, ...rest]), [{ start: 20, end: 155 }]);
  });

  it('never makes of what was read anything but a beginning of the prompt and what comes after it', () => {
    const random = seededRandom(11);
    const some = (most: number): number[] =>
      Array.from({ length: Math.floor(random() * most) }, () => Math.floor(random() * 3));
    for (let round = 0; round < 200; round++) {
      const [a, b, c] = [some(150), some(150), some(150)];
      const read = [...a, ...some(40), ...b, ...some(40), ...c, ...some(20)];
      const prompt = [...a, ...b, ...c, ...some(20)];
      const gaps = readGaps(read, prompt);
      const left = read.filter((_, at) => !gaps.some(({ start, end }) => start <= at && at < end));
      const before = read.findIndex((token, at) => token !== prompt[at]);
      const after = left.findIndex((token, at) => token !== prompt[at]);
      const known = (at: number, all: readonly number[]): number => (at === -1 ? all.length : at);
      assert.ok(
        known(after, left) >= known(before, read) + 64 * gaps.length || gaps.length === 0,
        JSON.stringify({ gaps }),
      );
    }
  });
});
