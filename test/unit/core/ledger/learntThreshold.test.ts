import assert from 'node:assert/strict';
import { learntThreshold } from '../../../../src/core/ledger/learntThreshold.ts';

/** Offers and what was taken of them in a tenth of confidence. */
type Row = readonly [decile: number, offered: number, taken: number];

function choices(...rows: readonly Row[]): Parameters<typeof learntThreshold>[0] {
  const row = (column: 1 | 2): number[] =>
    Array.from({ length: 10 }, (_, decile) => rows.find(([own]) => own === decile)?.[column] ?? 0);
  return { offeredByConfidence: row(1), acceptedByConfidence: row(2) };
}

const balanced = (...rows: readonly Row[]): ReturnType<typeof learntThreshold> =>
  learntThreshold(choices(...rows), 'balanced', 0.37);

describe('the threshold that a user’s choices speak for', () => {
  it('is that of the setting for who takes a fair share, and where little is known', () => {
    assert.equal(balanced(), undefined);
    assert.equal(balanced([3, 200, 50], [6, 200, 60]), undefined);
    assert.equal(balanced([3, 49, 0]), undefined);
    assert.equal(balanced([3, 40, 40]), undefined);
  });

  it('rises over tenths of which hardly any is taken, and stops at the first that is worth it', () => {
    assert.deepEqual(balanced([3, 200, 2], [4, 200, 60]), { threshold: 0.4, offered: 200, taken: 2 });
    assert.deepEqual(balanced([3, 200, 2], [4, 300, 3], [5, 100, 30]), {
      threshold: 0.5,
      offered: 500,
      taken: 5,
    });
  });

  it('judges few of one tenth together with those of the next', () => {
    assert.deepEqual(balanced([3, 30, 0], [4, 30, 0], [5, 100, 40]), {
      threshold: 0.5,
      offered: 60,
      taken: 0,
    });
    assert.equal(balanced([3, 30, 0], [4, 200, 80]), undefined);
  });

  it('never rises beyond 0.95, whatever is refused', () => {
    const all = Array.from({ length: 10 }, (_, decile) => [decile, 1000, 0] as const);
    assert.equal(learntThreshold(choices(...all), 'quiet', 0.6)?.threshold, 0.95);
    assert.equal(learntThreshold(choices(...all), 'balanced', 0.9)?.threshold, 0.95);
    assert.equal(learntThreshold(choices(...all), 'quiet', 0.95), undefined);
  });

  it('falls to the next edge where most of the surer ones are taken', () => {
    assert.deepEqual(balanced([3, 100, 70]), { threshold: 0.3, offered: 100, taken: 70 });
    const quiet = learntThreshold(choices([6, 30, 25], [7, 60, 50]), 'quiet', 0.6);
    assert.deepEqual(quiet, { threshold: 0.5, offered: 90, taken: 75 });
  });

  it('returns once the less sure ones were tried in vain', () => {
    assert.equal(learntThreshold(choices([5, 200, 4], [6, 100, 80]), 'quiet', 0.6), undefined);
    assert.equal(learntThreshold(choices([5, 200, 70], [6, 100, 80]), 'quiet', 0.6)?.threshold, 0.5);
  });

  it('never falls below what the eager setting has', () => {
    assert.equal(learntThreshold(choices([1, 500, 500]), 'eager', 0.1), undefined);
  });

  it('takes no more for taken than was offered', () => {
    assert.equal(balanced([3, 60, 90])?.taken, 60);
  });
});
