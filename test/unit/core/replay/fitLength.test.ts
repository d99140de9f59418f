import assert from 'node:assert/strict';
import { type TypedCommits } from '../../../../src/core/replay/fitConfidence.ts';
import { fitLength, type Length, type LengthFit } from '../../../../src/core/replay/fitLength.ts';
import { replayRow } from '../../../support/replayPage.ts';

/** Characters of 1,000 that were completed, and wrong suggestions, of each commit, the newest first. */
type Commits = readonly (readonly [completed: number, wrong: number])[];

function fit(
  oneLine: Commits,
  multiline: Commits,
  present: Length = 'multiline',
  scale = 1,
): LengthFit | undefined {
  const typed = (commits: Commits): TypedCommits =>
    commits.map(([completed, wrong]) => [
      replayRow(completed * scale, (1000 - completed) * scale, { wrong: wrong * scale }),
    ]);
  return fitLength({ oneLine: typed(oneLine), multiline: typed(multiline) }, present, 'balanced');
}

const found = (one: LengthFit | undefined): readonly unknown[] => [one?.chosen, one?.verdict];

describe('fitting how long suggestions should be', () => {
  it('takes the length with which more is completed', () => {
    const [less, more]: readonly Commits[] = [Array(3).fill([200, 2]), Array(3).fill([300, 2])];
    assert.ok(less && more);
    assert.deepEqual(found(fit(less, more)), ['multiline', 'same']);
    assert.deepEqual(found(fit(less, more, 'oneLine')), ['multiline', 'holds']);
    assert.deepEqual(found(fit(more, less)), ['oneLine', 'holds']);
  });

  it('takes one line where several cost more wrong ones than the choice may', () => {
    const [one, several]: readonly Commits[] = [Array(3).fill([200, 2]), Array(3).fill([300, 20])];
    assert.ok(one && several);
    assert.deepEqual(found(fit(one, several)), ['oneLine', 'holds']);
  });

  it('takes several lines where one alone costs too much, and changes nothing where both do', () => {
    const [costly, cheap]: readonly Commits[] = [Array(3).fill([300, 20]), Array(3).fill([200, 2])];
    assert.ok(costly && cheap);
    assert.deepEqual(found(fit(costly, cheap, 'oneLine')), ['multiline', 'holds']);
    const more: Commits = Array<[number, number]>(3).fill([500, 30]);
    for (const present of ['oneLine', 'multiline'] as const) {
      assert.deepEqual(found(fit(costly, more, present)), [present, 'same']);
    }
  });

  it('changes nothing for a few characters', () => {
    const [some, hardlyMore]: readonly Commits[] = [Array(3).fill([200, 2]), Array(3).fill([202, 2])];
    assert.ok(some && hardlyMore);
    assert.deepEqual(found(fit(some, hardlyMore, 'oneLine')), ['oneLine', 'same']);
  });

  it('takes the one that is wrong less often where both complete the same, and else changes nothing', () => {
    const same: Commits = Array<[number, number]>(3).fill([200, 2]);
    const better: Commits = Array<[number, number]>(3).fill([200, 1]);
    assert.deepEqual(found(fit(better, same)), ['oneLine', 'holds']);
    assert.deepEqual(found(fit(same, better, 'oneLine')), ['multiline', 'holds']);
    assert.deepEqual(found(fit(same, same)), ['multiline', 'same']);
  });

  it('chooses by the older commits alone: the newer ones can only refuse', () => {
    const older: Commits = [
      [300, 2],
      [300, 2],
    ];
    const several: Commits = [
      [200, 2],
      [200, 2],
    ];
    assert.deepEqual(found(fit([[100, 2], ...older], [[400, 2], ...several])), ['oneLine', 'fails']);
  });

  it('says where there is too little to go by', () => {
    const few: Commits = Array<[number, number]>(3).fill([200, 2]);
    assert.equal(fit(few, few, 'multiline', 0.1)?.verdict, 'tooLittle');
    assert.equal(fit(few.slice(1), few.slice(1)), undefined);
  });
});
