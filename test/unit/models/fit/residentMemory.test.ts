import assert from 'node:assert/strict';
import { residentMemory } from '../../../../src/models/fit/residentMemory.ts';

describe('residentMemory', () => {
  it('counts weights twice that the CPU keeps a reordered copy of', () => {
    const plain = residentMemory({ total: 5e8 }, [{ type: 'Q8_0', bytes: 4e8 }]);
    const reordered = residentMemory({ total: 5e8 }, [
      { type: 'Q4_K', bytes: 3e8 },
      { type: 'Q6_K', bytes: 1e8 },
    ]);
    assert.equal(reordered - plain, 3e8);
  });

  it('counts the engine itself', () => {
    assert.ok(residentMemory({ total: 0 }, []) > 0);
  });
});
