import assert from 'node:assert/strict';
import { type Calibration } from '../../../src/models/fit/expectedSpeed.ts';
import {
  CalibrationMemory,
  calibrationKey,
  type CalibrationScope,
} from '../../../src/workbench/benchmark/calibrationMemory.ts';
import { MemoryState } from '../../support/memoryState.ts';

const scope: CalibrationScope = {
  backend: 'cpu',
  fingerprint: 'driver 1',
  threads: undefined,
  processor: 'CPU × 4',
};
const calibration: Calibration = {
  bandwidthBytesPerSecond: 20e9,
  computeFlops: 1e11,
  writtenTokenSeconds: 0.001,
  promptTokenSeconds: 0,
};

describe('the calibrations that are kept', () => {
  it('hold for one back end, driver, number of threads and processor', () => {
    const others: Partial<CalibrationScope>[] = [
      { backend: 'vulkan' },
      { fingerprint: 'driver 2' },
      { threads: 4 },
      { processor: 'CPU × 8' },
    ];
    const keys = [{}, ...others].map((change) => calibrationKey({ ...scope, ...change }));
    assert.equal(new Set(keys).size, keys.length);
  });

  it('are there after a restart', async () => {
    const state = new MemoryState();
    await new CalibrationMemory(state).keep(scope, calibration);
    assert.deepEqual(new CalibrationMemory(state).get(scope), calibration);
    assert.equal(new CalibrationMemory(state).get({ ...scope, threads: 1 }), undefined);
  });

  it('are measured anew where the built-in model was the small one', async () => {
    const state = new MemoryState();
    // The key of this scope as it was then.
    await state.update('openelm.calibrations', [['a932f18225b54ef6', calibration]]);
    assert.equal(new CalibrationMemory(state).get(scope), undefined);
  });

  it('are replaced one by one, and the oldest go', async () => {
    const memory = new CalibrationMemory(new MemoryState());
    for (let threads = 1; threads <= 20; threads++) {
      await memory.keep({ ...scope, threads }, calibration);
    }
    await memory.keep({ ...scope, threads: 20 }, { ...calibration, computeFlops: 5 });
    assert.equal(memory.get({ ...scope, threads: 20 })?.computeFlops, 5);
    assert.deepEqual(memory.get({ ...scope, threads: 15 }), calibration);
    assert.equal(memory.get({ ...scope, threads: 1 }), undefined);
  });

  it('are measured anew where what is stored makes no sense', async () => {
    const state = new MemoryState();
    for (const wrong of [
      { computeFlops: -1 },
      { bandwidthBytesPerSecond: 'fast' },
      { writtenTokenSeconds: null },
    ]) {
      await state.update('openelm.calibrations', [[calibrationKey(scope), { ...calibration, ...wrong }]]);
      assert.equal(new CalibrationMemory(state).get(scope), undefined);
    }
    await state.update('openelm.calibrations', 'nonsense');
    assert.equal(new CalibrationMemory(state).get(scope), undefined);
  });
});
