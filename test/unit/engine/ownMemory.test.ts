import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { ownMemory } from '../../../src/engine/worker/ownMemory.ts';

describe('ownMemory', () => {
  it('is what a card reports', () => {
    deepStrictEqual(ownMemory({ total: 8e9, free: 5e9, unifiedSize: 0 }), { total: 8e9, free: 5e9 });
  });

  it('is none where the processor shares it, all or in part', () => {
    strictEqual(ownMemory({ total: 16e9, free: 9e9, unifiedSize: 16e9 }), undefined);
    strictEqual(ownMemory({ total: 24e9, free: 9e9, unifiedSize: 16e9 }), undefined);
  });

  it('takes no figure that cannot be', () => {
    strictEqual(ownMemory(undefined), undefined);
    strictEqual(ownMemory({ total: 0, free: 0, unifiedSize: 0 }), undefined);
    strictEqual(ownMemory({ total: Number.NaN, free: 1, unifiedSize: 0 }), undefined);
    strictEqual(ownMemory({ total: 8e9, free: -1, unifiedSize: 0 }), undefined);
    deepStrictEqual(ownMemory({ total: 8e9, free: 9e9, unifiedSize: 0 }), { total: 8e9, free: 8e9 });
  });
});
