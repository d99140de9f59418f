import assert from 'node:assert/strict';
import { replaySummary } from '../../../../src/core/replay/replaySummary.ts';
import { replayedCommit, replayRow } from '../../../support/replayPage.ts';

describe('replaySummary', () => {
  it('adds up over all, by commit in their order, and by language with the longest first', () => {
    const { total, commits, languages } = replaySummary([
      replayedCommit(1, [replayRow(20, 80, { languageId: 'python', wrong: 4 })]),
      replayedCommit(2, [replayRow(50, 150), replayRow(30, 70)], { isDrawn: true }),
    ]);
    assert.deepEqual(total, {
      characters: 400,
      typed: 300,
      wrong: 6,
      engineMs: 3000,
      completedShare: 0.25,
      wrongPer100: 2,
    });
    assert.deepEqual(
      commits.map(({ subject, isDrawn, figures }) => [subject, isDrawn, figures.completedShare]),
      [
        ['Change 1', false, 0.2],
        ['Change 2', true, 80 / 300],
      ],
    );
    assert.deepEqual(
      languages.map(({ language, figures }) => [language, figures.characters]),
      [
        ['typescript', 300],
        ['python', 100],
      ],
    );
  });

  it('has no share of nothing', () => {
    const { total, commits } = replaySummary([replayedCommit(1, [])]);
    assert.deepEqual([total.completedShare, total.wrongPer100], [undefined, undefined]);
    assert.equal(commits[0]?.figures.characters, 0);
  });
});
