import assert from 'node:assert/strict';
import { affordableContext } from '../../../src/models/affordableContext.ts';

const GB = 1024 ** 3;

/** A model whose KV cache takes so many bytes a token. */
function model(contextLength: number, bytesPerToken: number): Parameters<typeof affordableContext>[0] {
  const keyValueTokens = Math.min(contextLength, 2048);
  const keyValueCache = keyValueTokens * bytesPerToken;
  return {
    contextLength,
    estimatedMemoryBytes: { weights: 0, keyValueCache, keyValueTokens, compute: 0, total: keyValueCache },
  };
}

describe('affordableContext', () => {
  it('is the trained context where the machine has memory for it', () => {
    assert.equal(affordableContext(model(2048, 20_000), 8 * GB), 2048);
    assert.equal(affordableContext(model(8192, 20_000), 8 * GB), 8192);
  });

  it('is a sixteenth of the memory where the trained context would take more', () => {
    const tokens = affordableContext(model(131_072, 100_000), 8 * GB);
    assert.ok(tokens * 100_000 <= GB / 2 && (tokens + 256) * 100_000 > GB / 2, `${tokens}`);
  });

  it('is never more than a gigabyte, however much there is', () => {
    assert.ok(affordableContext(model(131_072, 100_000), 512 * GB) * 100_000 <= GB);
  });

  it('is what OpenELM was trained on even on a small machine, and never more than the model was', () => {
    assert.equal(affordableContext(model(8192, 1_000_000), GB), 2048);
    assert.equal(affordableContext(model(512, 1_000_000), GB), 512);
  });
});
