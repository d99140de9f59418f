import assert from 'node:assert/strict';
import { agreedSeconds } from '../../../../src/engine/benchmark/calibrate.ts';
import { fastestRun, medianSpeed, type Throughput } from '../../../../src/engine/benchmark/measureModel.ts';

const run = (tokens: number, ms: number, isUndisturbed = true): Throughput => ({ tokens, ms, isUndisturbed });

describe('runs of a measurement', () => {
  it('are summed up by the one in the middle', () => {
    assert.equal(medianSpeed([run(10, 1000), run(30, 1000), run(20, 1000)]), 20);
    assert.equal(medianSpeed([]), undefined);
  });

  it('have a fastest one, whatever its length', () => {
    assert.deepEqual(fastestRun([run(100, 1000), run(10, 50), run(60, 700)]), run(10, 50));
  });

  it('say what a machine can do when the two fastest agree', () => {
    assert.equal(agreedSeconds([run(10, 900), run(10, 100), run(10, 110)]), 0.01);
  });

  it('say nothing when one alone was fast, or there is only one', () => {
    assert.equal(agreedSeconds([run(10, 900), run(10, 100), run(10, 200)]), undefined);
    assert.equal(agreedSeconds([run(10, 100)]), undefined);
  });

  it('say nothing where others had the processor', () => {
    assert.equal(agreedSeconds([run(10, 100, false), run(10, 100, false), run(10, 200)]), undefined);
  });
});
