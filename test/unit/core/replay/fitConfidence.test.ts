import assert from 'node:assert/strict';
import {
  type ConfidenceFit,
  fitConfidence,
  testedCommits,
  triedThresholds,
} from '../../../../src/core/replay/fitConfidence.ts';
import { type ReplayRow } from '../../../../src/core/replay/replayCommit.ts';
import { replayRow } from '../../../support/replayPage.ts';

/** A commit of so many characters, half of them typed for the author, with so many wrong suggestions for 100 typed. */
const commit = (wrongPer100: number, characters = 1000): readonly ReplayRow[] => [
  replayRow(characters / 2, characters / 2, { wrong: (wrongPer100 * characters) / 200 }),
];
/** Of each threshold the wrong suggestions of its commits, the newest first. */
const fit = (
  wrong: Readonly<Record<number, readonly number[]>>,
  present = 0.8,
  characters = 1000,
): ConfidenceFit | undefined =>
  fitConfidence(
    new Map(
      Object.entries(wrong).map(([key, of]) => [Number(key), of.map((one) => commit(one, characters))]),
    ),
    present,
    'balanced',
  );

describe('fitting how sure a model must be', () => {
  it('tries the threshold in force among the others, the lowest first', () => {
    assert.deepEqual(triedThresholds(0.87), [0.5, 0.6, 0.7, 0.8, 0.87, 0.9, 0.95]);
    assert.deepEqual(triedThresholds(0.9), [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]);
    assert.deepEqual(triedThresholds(0.3)[0], 0.3);
  });

  it('keeps the newest third of the commits to test on, at least one, and fits nothing to fewer than three', () => {
    assert.deepEqual([0, 2, 3, 4, 5, 10, 30].map(testedCommits), [0, 0, 1, 1, 2, 3, 10]);
  });

  it('takes the lowest threshold with which the older commits see no more wrong than the choice may cost', () => {
    const found = fit({ 0.6: [0, 2, 2], 0.7: [0, 1, 1], 0.8: [0, 0, 0] });
    assert.deepEqual(
      [found?.chosen, found?.verdict, found?.mostWrong, found?.olderCommits, found?.newerCommits],
      [0.7, 'holds', 1, 2, 1],
    );
    assert.deepEqual(
      found?.rows.map(({ threshold, older, newer }) => [threshold, older.wrongPer100, newer.characters]),
      [
        [0.6, 2, 1000],
        [0.7, 1, 1000],
        [0.8, 0, 1000],
      ],
    );
  });

  it('chooses by the older commits alone: the newer ones can only refuse', () => {
    const older = { 0.6: [5, 5], 0.7: [1, 1], 0.8: [0, 0] };
    const withNewest = (newest: number): ConfidenceFit | undefined =>
      fit({ 0.6: [0, ...older[0.6]], 0.7: [newest, ...older[0.7]], 0.8: [0.5, ...older[0.8]] });
    for (const [newest, verdict] of [
      [0, 'holds'],
      [1, 'holds'],
      [3, 'fails'],
    ] as const) {
      const found = withNewest(newest);
      assert.deepEqual([found?.chosen, found?.verdict], [0.7, verdict]);
    }
  });

  it('allows as much wrong in the newer commits as there is now', () => {
    assert.equal(fit({ 0.7: [3, 1, 1], 0.8: [3, 0, 0] })?.verdict, 'holds');
  });

  it('says where none is right often enough, and proposes none then', () => {
    const bad = { 0.7: [9, 9, 9], 0.8: [8, 8, 8] };
    for (const present of [0.7, 0.8]) {
      assert.deepEqual([fit(bad, present)?.chosen, fit(bad, present)?.verdict], [0.8, 'none']);
    }
  });

  it('says where the one in force is what the older commits speak for', () => {
    assert.equal(fit({ 0.7: [0, 2, 2], 0.8: [9, 0, 0] })?.verdict, 'same');
  });

  it('proves nothing with little text, and nothing at all with few commits', () => {
    assert.equal(fit({ 0.7: [0, 0, 0], 0.8: [0, 0, 0] }, 0.8, 400)?.verdict, 'tooLittle');
    assert.equal(fit({ 0.7: [0, 0], 0.8: [0, 0] }), undefined);
    assert.equal(fit({}), undefined);
  });
});
