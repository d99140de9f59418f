import assert from 'node:assert/strict';
import { expectedSpeed } from '../../../../src/models/fit/expectedSpeed.ts';

const estimate = { weights: 1e9, keyValueCache: 2e8, keyValueTokens: 2000, compute: 0, total: 1.2e9 };
const calibration = {
  bandwidthBytesPerSecond: 30e9,
  computeFlops: 100e9,
  writtenTokenSeconds: 0,
  promptTokenSeconds: 0,
};
const model = { parameters: 1e9 };

describe('expectedSpeed', () => {
  it('reads every weight once for each token it writes', () => {
    assert.equal(expectedSpeed(model, { estimate }, calibration).decode, 30);
  });

  it('reads the keys and values of what stands before, too', () => {
    // 1,000 tokens at 100,000 bytes.
    assert.equal(expectedSpeed(model, { estimate }, calibration, 1000).decode, 30e9 / 1.1e9);
  });

  it('reads a prompt as fast as it multiplies and adds', () => {
    assert.equal(expectedSpeed(model, { estimate }, calibration).prefill, 50);
  });

  it('stays a number for a model without weights', () => {
    const nothing = { ...estimate, weights: 0, keyValueTokens: 0, keyValueCache: 0 };
    assert.ok(Number.isFinite(expectedSpeed(model, { estimate: nothing }, calibration).decode));
  });
});
