import assert from 'node:assert/strict';
import { type Counts, EXPECTATION_BINS, sumOfCounts } from '../../../../src/core/ledger/counts.ts';
import { surestIfUnfit, trustedThreshold } from '../../../../src/core/ledger/trustedThreshold.ts';

/** Of each twentieth of confidence so many were expected, and that share of them was right. */
function expectations(offered: number, rightAt: (confidence: number) => number): Counts {
  const bins = Array.from({ length: EXPECTATION_BINS }, (_, bin) => (bin + 0.5) / EXPECTATION_BINS);
  return sumOfCounts([
    {
      expectedByConfidence: bins.map(() => offered),
      rightByConfidence: bins.map((confidence) => Math.round(offered * rightAt(confidence))),
    },
  ]);
}

const honest = expectations(200, (confidence) => confidence);

describe('the confidence from which on a model can be trusted', () => {
  it('is that of the setting where the model is right as often as it says, and where little is known', () => {
    for (const base of [0.5, 0.9, 0.95]) {
      assert.equal(trustedThreshold(honest, base), undefined);
      assert.equal(
        trustedThreshold(
          expectations(4, () => 0),
          base,
        ),
        undefined,
      );
    }
  });

  it('rises where what the setting shows is certainly less often right than it asks', () => {
    const boastful = expectations(200, (confidence) => confidence ** 3);
    const trusted = trustedThreshold(boastful, 0.5);
    // From 0.5 on 0.4 are enough.
    assert.equal(trusted, undefined);
    const worse = trustedThreshold(
      expectations(200, (confidence) => confidence / 2),
      0.5,
    );
    assert.deepEqual(worse, { threshold: 0.55, expected: 2000, right: 754 });
  });

  it('rises to 0.95 and no further, whatever is wrong', () => {
    assert.equal(
      trustedThreshold(
        expectations(200, () => 0.3),
        0.9,
      )?.threshold,
      0.95,
    );
    assert.equal(
      trustedThreshold(
        expectations(200, () => 0.3),
        0.95,
      ),
      undefined,
    );
  });

  it('falls by no more than a tenth where less sure expectations are certainly as often right as the setting asks', () => {
    const modest = expectations(200, (confidence) => (confidence > 0.85 ? 0.98 : 0.5));
    assert.deepEqual(trustedThreshold(modest, 0.9), { threshold: 0.85, expected: 200, right: 196 });
    const always = expectations(200, () => 1);
    assert.deepEqual(trustedThreshold(always, 0.9), { threshold: 0.8, expected: 400, right: 400 });
  });
});

describe('a model that is of no use unless asked by hand', () => {
  it('is one that is not right half of the time, however sure it is', () => {
    assert.deepEqual(
      surestIfUnfit(expectations(100, () => 0.3)),
      { expected: 200, right: 60 },
      'the surest tenth',
    );
  });

  it('is none of which the surest tenth is right', () => {
    assert.equal(surestIfUnfit(honest), undefined);
    assert.equal(surestIfUnfit(expectations(100, (confidence) => (confidence > 0.9 ? 0.6 : 0))), undefined);
  });

  it('is none that is seldom sure, nor one of which little is known', () => {
    // Most of what it expects it is not sure of, and right as often as it says.
    for (const scale of [1, 2, 4, 40]) {
      const seldom = Array.from({ length: EXPECTATION_BINS }, (_, bin) => scale * (EXPECTATION_BINS - bin));
      const right = seldom.map((count, bin) => Math.floor((count * (bin + 0.5)) / EXPECTATION_BINS));
      const counts = sumOfCounts([{ expectedByConfidence: seldom, rightByConfidence: right }]);
      assert.equal(surestIfUnfit(counts), undefined, `${scale}`);
    }
    assert.equal(surestIfUnfit(expectations(24, () => 0)), undefined);
    assert.equal(surestIfUnfit(sumOfCounts([])), undefined);
  });
});
