import assert from 'node:assert/strict';
import { ThreadGovernor } from '../../../src/engine/worker/threadGovernor.ts';

/** Records `count` steps of the same length; returns the last decision. */
function steps(governor: ThreadGovernor, ms: number, count = 12): number | undefined {
  let decision: number | undefined;
  for (let step = 0; step < count; step++) {
    decision = governor.recordStep(ms) ?? decision;
  }
  return decision;
}

describe('ThreadGovernor', () => {
  it('halves the threads when the time per token collapses', () => {
    const governor = new ThreadGovernor(8, false);
    assert.equal(steps(governor, 10), undefined);
    assert.equal(steps(governor, 2500), 4);
    assert.equal(governor.threads, 4);
  });

  it('takes a single slow step for what it is', () => {
    const governor = new ThreadGovernor(8, false);
    steps(governor, 10);
    governor.recordStep(4000);
    assert.equal(steps(governor, 10, 11), undefined);
  });

  it('does not touch a number that the user chose', () => {
    const governor = new ThreadGovernor(8, true);
    steps(governor, 10);
    assert.equal(steps(governor, 2500), undefined);
    assert.equal(governor.compareWithOneThread(100, 10), undefined);
  });

  it('starts with one thread where that is faster than all of them', () => {
    const governor = new ThreadGovernor(4, false);
    assert.equal(governor.compareWithOneThread(900, 12), 1);
    assert.equal(governor.threads, 1);
  });

  it('keeps all threads where they help', () => {
    assert.equal(new ThreadGovernor(4, false).compareWithOneThread(5, 12), undefined);
  });
});
