import assert from 'node:assert/strict';
import { type GgufTensor } from '../../../../src/models/gguf/ggufTypes.ts';
import { layerParameters, sumOfLayer } from '../../../../src/models/inside/layerParameters.ts';
import { tensorOverview } from '../../../../src/models/inside/tensorOverview.ts';

const F32 = 0;
const Q8_0 = 8;
const tensor = (name: string, dimensions: number[], type: number): GgufTensor => ({
  ...{ name, dimensions, type },
  offset: 0,
});
const TENSORS = [
  tensor('blk.1.attn_qkv.weight', [64, 96], Q8_0),
  tensor('token_embd.weight', [64, 100], Q8_0),
  tensor('blk.0.attn_norm.weight', [64], F32),
  tensor('blk.0.ffn_up.weight', [64, 32], Q8_0),
  tensor('blk.0.ssm_in.weight', [64, 2], F32),
];

describe('the tensors of a file', () => {
  it('are grouped by layer, what belongs to none first', () => {
    const { groups } = tensorOverview(TENSORS);
    assert.deepEqual(
      groups.map(({ layer, rows }) => [layer, rows.map(({ name }) => name)]),
      [
        [undefined, ['token_embd.weight']],
        [0, ['blk.0.attn_norm.weight', 'blk.0.ffn_up.weight', 'blk.0.ssm_in.weight']],
        [1, ['blk.1.attn_qkv.weight']],
      ],
    );
  });

  it('have the bytes that their types take', () => {
    const [first] = tensorOverview([tensor('a', [64, 2], Q8_0)]).groups;
    assert.deepEqual(first?.rows, [
      { name: 'a', dimensions: [64, 2], type: 'Q8_0', elements: 128, bytes: 136 },
    ]);
  });

  it('are summed up by type, the largest first', () => {
    const { byType, total } = tensorOverview(TENSORS);
    assert.deepEqual(
      byType.map(({ type, tensors, elements }) => [type, tensors, elements]),
      [
        ['Q8_0', 3, 64 * (96 + 100 + 32)],
        ['F32', 2, 64 * 3],
      ],
    );
    assert.equal(total.tensors, 5);
    assert.equal(
      total.bytes,
      byType.reduce((sum, { bytes }) => sum + bytes, 0),
    );
  });

  it('are listed where their type or shape is impossible, without a size', () => {
    const [first] = tensorOverview([
      tensor('a', [64], 77),
      tensor('b', [2 ** 40, 2 ** 40], F32),
      tensor('c', [33], Q8_0),
    ]).groups;
    assert.deepEqual(first?.rows, [
      { name: 'a', dimensions: [64], type: '77', elements: 64 },
      { name: 'b', dimensions: [2 ** 40, 2 ** 40], type: 'F32' },
      { name: 'c', dimensions: [33], type: 'Q8_0', elements: 33 },
    ]);
  });

  it('are counted, but not all listed, where there are too many', () => {
    const many = Array.from({ length: 32_768 }, (_, index) => tensor(`blk.${index}.x`, [1], F32));
    const { groups, total } = tensorOverview(many);
    assert.equal(total.tensors, 32_768);
    assert.ok(groups.length <= 513, String(groups.length));
    assert.equal(
      groups.reduce((sum, { rows }) => sum + rows.length, 0),
      4096,
    );
  });

  it('give the weights of each layer by what they are for', () => {
    assert.deepEqual(layerParameters(TENSORS, 2), [
      { attention: 64, feedForward: 64 * 32, other: 128 },
      { attention: 64 * 96, feedForward: 0, other: 0 },
    ]);
    assert.equal(sumOfLayer({ attention: 1, feedForward: 2, other: 4 }), 7);
  });
});
