import assert from 'node:assert/strict';
import { expectedSpeed } from '../../../../src/models/fit/expectedSpeed.ts';
import { fitCalibration, type TimedModel } from '../../../../src/models/fit/fitCalibration.ts';

const timed = (readBytes: number, written: number, multiplied: number, read: number): TimedModel => ({
  work: { readBytes, multiplied, keyValueBytes: 0 },
  writtenTokenSeconds: written,
  promptTokenSeconds: read,
});

describe('fitCalibration', () => {
  // 1 ms for a token and 20 GB/s; 0.1 ms and 100 GFLOPS.
  const small = timed(4e6, 0.001 + 4e6 / 20e9, 4e6, 0.0001 + 8e6 / 100e9);
  const large = timed(150e6, 0.001 + 150e6 / 20e9, 250e6, 0.0001 + 500e6 / 100e9);

  it('finds bandwidth, arithmetic and what each token costs of itself', () => {
    const found = fitCalibration(small, large);
    assert.ok(found);
    const near = (value: number, wanted: number): void => {
      assert.ok(Math.abs(value / wanted - 1) < 1e-6, `${value} ${wanted}`);
    };
    near(found.bandwidthBytesPerSecond, 20e9);
    near(found.computeFlops, 100e9);
    near(found.writtenTokenSeconds, 0.001);
    near(found.promptTokenSeconds, 0.0001);
  });

  it('foretells a model in between', () => {
    const found = fitCalibration(small, large);
    assert.ok(found);
    const estimate = { weights: 80e6, keyValueCache: 0, keyValueTokens: 1, compute: 0, total: 80e6 };
    const { decode } = expectedSpeed({ parameters: 80e6 }, { estimate }, found);
    assert.ok(Math.abs(decode - 200) < 0.1, `${decode}`);
  });

  it('never counts less than nothing for a token', () => {
    const found = fitCalibration(timed(4e6, 1e-5, 4e6, 1e-6), large);
    assert.deepEqual([found?.writtenTokenSeconds, found?.promptTokenSeconds], [0, 0]);
  });

  it('takes nothing from a measurement in which the larger model was not slower', () => {
    assert.equal(fitCalibration(small, timed(150e6, 0.0001, 250e6, 0.01)), undefined);
  });
});
