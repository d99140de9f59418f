import assert from 'node:assert/strict';
import { retryAfter } from '../../../../src/models/download/retryAfter.ts';
import { retryDecision } from '../../../../src/models/download/retryPolicy.ts';

const never = (): number => 0;
const delays = (random: () => number): readonly (number | undefined)[] =>
  [1, 2, 3, 4, 5, 6].map((failures) => {
    const decision = retryDecision(failures, 0, random);
    return decision.kind === 'retry' ? decision.delayMs : undefined;
  });

describe('retryDecision', () => {
  it('waits twice as long after each failure, and gives up after six', () => {
    assert.deepEqual(delays(never), [1000, 2000, 4000, 8000, 16_000, undefined]);
  });

  it('takes up to a half off by chance', () => {
    assert.deepEqual(delays(() => 0.5).slice(0, 2), [750, 1500]);
  });

  it('never waits less than the server asks', () => {
    assert.deepEqual(retryDecision(1, 90_000, never), { kind: 'retry', delayMs: 90_000 });
  });

  it('gives up when the server asks to wait for long', () => {
    assert.deepEqual(retryDecision(1, 121_000, never), { kind: 'giveUp' });
  });
});

describe('retryAfter', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  it('reads seconds', () => {
    assert.equal(retryAfter(' 120 ', now), 120_000);
  });

  it('reads a date, and none that has passed', () => {
    assert.equal(retryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now), 30_000);
    assert.equal(retryAfter('Thu, 01 Jan 2025 00:00:30 GMT', now), 0);
  });

  it('knows nothing of what is missing or neither', () => {
    assert.deepEqual([retryAfter(null, now), retryAfter('soon', now)], [undefined, undefined]);
  });
});
