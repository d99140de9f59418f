import assert from 'node:assert/strict';
import { fitOf, type Machine } from '../../../../src/models/fit/fitOf.ts';
import { type MemoryNeed } from '../../../../src/models/fit/memoryNeed.ts';

const GB = 1024 ** 3;

const need = (total: number, embedding = 0): MemoryNeed => ({
  estimate: { weights: total, keyValueCache: 0, keyValueTokens: 0, compute: 0, total },
  embedding,
  isComplete: true,
});

const machine = (total: number, free: number, device?: readonly [number, number]): Machine => ({
  memory: { total: total * GB, free: free * GB },
  ...(device === undefined ? {} : { device: { total: device[0] * GB, free: device[1] * GB } }),
});

describe('fitOf', () => {
  it('fits where there is room now', () => {
    assert.equal(fitOf(need(2 * GB), machine(8, 4)).fit, 'fits');
  });

  it('is tight where other programs have to make room', () => {
    assert.equal(fitOf(need(4 * GB), machine(8, 3)).fit, 'tight');
  });

  it('is too large where the system and the editor would have no room', () => {
    assert.equal(fitOf(need(7 * GB), machine(8, 8)).fit, 'tooLarge');
  });

  it('counts the engine itself', () => {
    assert.ok(fitOf(need(0), machine(8, 4)).needed > 0);
  });

  it('is judged by the GPU’s memory where it has its own', () => {
    const { fit, limitedBy } = fitOf(need(6 * GB), machine(8, 2, [12, 11]));
    assert.deepEqual([fit, limitedBy], ['fits', 'device']);
    assert.equal(fitOf(need(6 * GB), machine(64, 60, [4, 4])).fit, 'tooLarge');
  });

  it('is judged by the machine’s memory where that is scarcer', () => {
    const { fit, limitedBy } = fitOf(need(6 * GB, 2 * GB), machine(8, 1, [12, 11]));
    assert.deepEqual([fit, limitedBy], ['tight', 'memory']);
  });
});
