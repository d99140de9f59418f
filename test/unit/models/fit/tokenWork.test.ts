import assert from 'node:assert/strict';
import { tokenWork, type SizedModel } from '../../../../src/models/fit/tokenWork.ts';

const layer = { queryHeads: 4, keyValueHeads: 2, feedForward: 300 };
const sizes = {
  layers: [layer, layer],
  keyLength: 25,
  valueLength: 25,
  embeddingLength: 100,
  vocabularySize: 1000,
};
const TABLE = 1000 * 100;
// Queries and their output, keys and values, gate, up and down.
const IN_LAYERS = 2 * 100 * (4 * 50 + 2 * 50 + 3 * 300);

const model = (tables: number): SizedModel => ({ parameters: IN_LAYERS + tables * TABLE, sizes });
const work = (tables: number, own: SizedModel = model(tables)): ReturnType<typeof tokenWork> =>
  // One byte for each weight.
  tokenWork(own, {
    weights: own.parameters,
    keyValueCache: 4000,
    keyValueTokens: 10,
    compute: 0,
    total: 0,
  });

describe('tokenWork', () => {
  it('reads a tied embedding whole for a token that is written: it is the output matrix, too', () => {
    assert.equal(work(1).readBytes, IN_LAYERS + TABLE);
  });

  it('reads one row of an embedding that is not tied', () => {
    assert.equal(work(2).readBytes, IN_LAYERS + TABLE);
  });

  it('multiplies the tokens of a prompt with the layers alone', () => {
    assert.equal(work(1).multiplied, IN_LAYERS);
    assert.equal(work(2).multiplied, IN_LAYERS);
  });

  it('takes the embedding for tied where the layers are of another make, as in a mixture of experts', () => {
    const experts = { parameters: 8 * IN_LAYERS + TABLE, sizes };
    assert.equal(work(1, experts).readBytes, experts.parameters);
  });

  it('takes everything for layers where their sizes are not known', () => {
    const unknown = { parameters: 500 };
    assert.deepEqual(work(0, unknown), { readBytes: 500, keyValueBytes: 400, multiplied: 500 });
  });
});
