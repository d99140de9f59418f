import assert from 'node:assert/strict';
import { estimate, estimateDifference, type Part } from '../../../../tools/eval/bootstrap.ts';

const shares = (hits: number, count: number): Part[] =>
  Array.from({ length: count }, (_, index) => ({ of: index < hits ? 1 : 0, per: 1 }));

describe('estimate', () => {
  it('gives a share with an interval about as wide as the normal approximation has it', () => {
    const { value, low, high } = estimate(shares(100, 400));
    assert.equal(value, 0.25);
    const half = 1.96 * Math.sqrt((0.25 * 0.75) / 400);
    assert.ok(Math.abs(low - (0.25 - half)) < 0.01 && Math.abs(high - (0.25 + half)) < 0.01);
  });

  it('divides one sum by another', () => {
    const parts = [
      { of: 1, per: 1 },
      { of: 0, per: 0 },
      { of: 0, per: 1 },
    ];
    assert.equal(estimate(parts).value, 0.5);
  });

  it('gives the same interval each time', () => {
    assert.deepEqual(estimate(shares(3, 10)), estimate(shares(3, 10)));
  });

  it('has nothing to say of nothing', () => {
    assert.ok(Number.isNaN(estimate([]).value));
  });
});

describe('estimateDifference', () => {
  it('is surer of a difference within the same cases than the two intervals are', () => {
    const first = shares(100, 400);
    const second = shares(112, 400);
    const { value, low, high } = estimateDifference(first, second);
    assert.ok(Math.abs(value - 0.03) < 1e-9);
    assert.ok(low > 0 && high < 0.06);
    assert.ok(estimate(first).high > estimate(second).low, 'apart they overlap');
  });

  it('is 0 with an interval of 0 between a figure and itself', () => {
    assert.deepEqual(estimateDifference(shares(3, 10), shares(3, 10)), { value: 0, low: 0, high: 0 });
  });

  it('refuses other cases', () => {
    assert.throws(() => estimateDifference(shares(1, 2), shares(1, 3)), /same cases/u);
  });
});
