import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CatalogModel } from '../../../../src/models/catalog/catalogSchema.ts';
import { parseCatalog } from '../../../../src/models/catalog/parseCatalog.ts';
import { checkModelFile } from '../../../../src/models/checkModelFile.ts';
import { contextInUse, memoryNeed } from '../../../../src/models/fit/memoryNeed.ts';

const MODELS = path.join(import.meta.dirname, '..', '..', '..', '..', 'models');
const catalog = parseCatalog(readFileSync(path.join(MODELS, 'catalog.json'), 'utf8'), 'built-in');
const GB = 1024 ** 3;

function model(id: string): CatalogModel {
  const found = catalog.models.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
}

describe('memoryNeed', () => {
  // Bytes of keys and values a token, of each size as published.
  for (const [id, perToken] of [
    ['openelm-270m', 16_128],
    ['openelm-450m', 23_296],
    ['openelm-1.1b', 43_264],
    ['openelm-3b', 83_968],
  ] as const) {
    it(`counts the keys and values of ${id} layer by layer`, () => {
      const { keyValueCache } = memoryNeed(model(id), { bytes: 0 }, 2048).estimate;
      assert.equal(keyValueCache, 2048 * perToken);
    });
  }

  it('counts the keys and values of a model of equal layers', () => {
    // 24 layers, 2 heads of 64 elements, keys and values, F16.
    const { keyValueCache } = memoryNeed(model('qwen2.5-coder-0.5b'), { bytes: 0 }, 1000).estimate;
    assert.equal(keyValueCache, 1000 * 24 * 2 * 64 * 2 * 2);
  });

  it('never counts more context than the model was trained on', () => {
    const { keyValueTokens } = memoryNeed(model('openelm-270m'), { bytes: 0 }, 100_000).estimate;
    assert.equal(keyValueTokens, 2048);
  });

  it('takes a size as it is known, exactly or rounded', () => {
    assert.equal(memoryNeed(model('openelm-270m'), { bytes: 123 }, 512).estimate.weights, 123);
    assert.equal(memoryNeed(model('openelm-270m'), { megabytes: 289 }, 512).estimate.weights, 289e6);
  });

  it('says that it is not complete where the layers are not known', () => {
    const { estimate, isComplete } = memoryNeed(
      { parameters: 1e9, contextLength: 4096 },
      { bytes: 5e8 },
      2048,
    );
    assert.equal(isComplete, false);
    assert.deepEqual([estimate.total, estimate.keyValueCache], [5e8, 0]);
  });

  it('agrees with the estimate of the file itself', async () => {
    const facts = await checkModelFile(path.join(MODELS, 'nano', 'openelm-nano-q8_0.gguf'));
    const [first] = facts.layers;
    assert.ok(first);
    const shape = {
      kind: 'uniform',
      layers: 1,
      width: 512,
      headSize: 64,
      vocabularySize: 16_384,
      ...first,
    } as const;
    const one = memoryNeed({ ...facts, shape }, { bytes: 0 }, 2048).estimate;
    const perHead = one.keyValueCache / first.keyValueHeads;
    const heads = facts.layers.reduce((sum, { keyValueHeads }) => sum + keyValueHeads, 0);
    assert.equal(perHead * heads, facts.estimatedMemoryBytes.keyValueCache);
  });
});

describe('contextInUse', () => {
  it('is 2,048 tokens for completions, or what a smaller model was trained on', () => {
    assert.equal(contextInUse(model('qwen2.5-coder-1.5b'), 'completion', 64 * GB), 2048);
    assert.equal(contextInUse({ contextLength: 512, parameters: 1e6 }, 'completion', 64 * GB), 512);
  });

  it('grows for chats with the machine’s memory, as the engine lets it', () => {
    const small = contextInUse(model('qwen2.5-1.5b-instruct'), 'chat', 8 * GB);
    const large = contextInUse(model('qwen2.5-1.5b-instruct'), 'chat', 64 * GB);
    assert.ok(2048 < small && small < large && large <= 32_768, `${small} ${large}`);
  });
});
