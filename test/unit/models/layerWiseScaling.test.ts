import assert from 'node:assert/strict';
import { layerWiseScaling, PUBLISHED_SCALING } from '../../../src/models/layerWiseScaling.ts';

/** As published (config.json of apple/OpenELM-*): query heads as [heads, layers] in turn, and the feed-forward widths. */
const PUBLISHED = [
  {
    name: '270M',
    layers: 16,
    width: 1280,
    headSize: 64,
    heads: [
      [12, 5],
      [16, 7],
      [20, 4],
    ],
    feedForward: [
      768, 1024, 1280, 1536, 1792, 2048, 2560, 2816, 3072, 3328, 3584, 3840, 4352, 4608, 4864, 5120,
    ],
  },
  {
    name: '450M',
    layers: 20,
    width: 1536,
    headSize: 64,
    heads: [
      [12, 3],
      [16, 7],
      [20, 6],
      [24, 4],
    ],
    feedForward: [
      768, 1024, 1280, 1536, 1792, 2304, 2560, 2816, 3072, 3328, 3584, 3840, 4096, 4352, 4608, 5120, 5376,
      5632, 5888, 6144,
    ],
  },
  {
    name: '1.1B',
    layers: 28,
    width: 2048,
    headSize: 64,
    heads: [
      [16, 3],
      [20, 7],
      [24, 8],
      [28, 6],
      [32, 4],
    ],
    feedForward: [
      1024, 1280, 1536, 1792, 2048, 2304, 2560, 2816, 3072, 3328, 3584, 3840, 4096, 4608, 4608, 5120, 5376,
      5632, 5888, 6144, 6400, 6656, 6912, 7168, 7424, 7680, 7936, 8192,
    ],
  },
  {
    name: '3B',
    layers: 36,
    width: 3072,
    headSize: 128,
    heads: [
      [12, 4],
      [16, 14],
      [20, 12],
      [24, 6],
    ],
    feedForward: [
      1536, 1792, 2048, 2560, 2816, 3072, 3328, 3584, 4096, 4352, 4608, 4864, 5120, 5632, 5888, 6144, 6400,
      6656, 7168, 7424, 7680, 7936, 8192, 8704, 8960, 9216, 9472, 9728, 10240, 10496, 10752, 11008, 11264,
      11776, 12032, 12288,
    ],
  },
] as const;

describe('layerWiseScaling', () => {
  for (const { name, heads, feedForward, ...size } of PUBLISHED) {
    it(`gives the published lists of OpenELM ${name}`, () => {
      const layers = layerWiseScaling({ ...size, ...PUBLISHED_SCALING });
      const queryHeads = heads.flatMap(([count, times]) => Array<number>(times).fill(count));
      assert.deepEqual(
        layers.map((layer) => layer.queryHeads),
        queryHeads,
      );
      assert.deepEqual(
        layers.map((layer) => layer.keyValueHeads),
        queryHeads.map((count) => count / 4),
      );
      assert.deepEqual(
        layers.map((layer) => layer.feedForward),
        feedForward,
      );
    });
  }

  it('takes multipliers that are given for each layer, and one that holds for all', () => {
    const size = { layers: 3, width: 256, headSize: 64, group: 4, divisor: 256 };
    assert.deepEqual(layerWiseScaling({ ...size, attention: [3, 4, 5], feedForward: [2] }), [
      { queryHeads: 12, keyValueHeads: 3, feedForward: 512 },
      { queryHeads: 16, keyValueHeads: 4, feedForward: 512 },
      { queryHeads: 20, keyValueHeads: 5, feedForward: 512 },
    ]);
  });

  it('never falls below nine tenths of what a multiplier asks for', () => {
    const [layer] = layerWiseScaling({
      layers: 1,
      width: 1000,
      headSize: 64,
      group: 4,
      divisor: 256,
      attention: [0.37],
      feedForward: [0.37],
    });
    assert.deepEqual(layer, { queryHeads: 8, keyValueHeads: 2, feedForward: 512 });
  });
});
