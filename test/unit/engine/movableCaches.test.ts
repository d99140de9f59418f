import assert from 'node:assert/strict';
import { leavingOut } from '../../../src/engine/worker/movableCaches.ts';

describe('a cache in which what was read is moved', () => {
  const cache = (
    tokens: number[],
    { needsCheckpoints = false, evaluated = [] }: { needsCheckpoints?: boolean; evaluated?: number[] } = {},
  ): Parameters<typeof leavingOut>[0] => ({
    get nextTokenIndex() {
      return tokens.length;
    },
    contextTokens: tokens,
    needsCheckpoints,
    eraseContextTokenRanges: (ranges) => {
      const left = tokens.filter((_, at) => !ranges.some(({ start, end }) => start <= at && at < end));
      tokens.splice(0, tokens.length, ...left);
      return Promise.resolve();
    },
    evaluateWithoutGeneratingNewTokens: (more) => {
      tokens.push(...more);
      evaluated.push(...more);
      return Promise.resolve();
    },
  });

  it('evaluates its last token again, since only then are the keys turned', async () => {
    const tokens = [1, 2, 3, 4, 5];
    const evaluated: number[] = [];
    const sequence = cache(tokens, { evaluated });
    await leavingOut(sequence, 'openelm')?.([{ start: 1, end: 3 }]);
    assert.deepEqual([tokens, evaluated], [[1, 4, 5], [5]]);
    await leavingOut(sequence, 'openelm')?.([]);
    assert.deepEqual(evaluated, [5], 'nothing is left out');
  });

  it('is only of an architecture with plain rotary positions, and a cache that holds the whole context', () => {
    assert.notEqual(leavingOut(cache([]), 'qwen2'), undefined);
    for (const architecture of ['qwen2vl', 'starcoder', 'mamba', undefined]) {
      assert.equal(leavingOut(cache([]), architecture), undefined, architecture);
    }
    assert.equal(leavingOut(cache([], { needsCheckpoints: true }), 'openelm'), undefined);
  });
});
