import { ggufBytes } from './ggufBytes.ts';
import {
  type WritableGguf,
  type WritableTensor,
  type WritableValue,
} from '../../src/models/gguf/writeGguf.ts';
import { seededNormal } from './seededRandom.ts';
import { f16Bytes, f32Bytes, q8Bytes } from '../../src/models/gguf/encodeElements.ts';
import { byteLevelVocabulary, type Vocabulary } from './vocabulary.ts';

/** Sizes of an OpenELM model: heads and feed-forward widths differ from layer to layer. */
export interface OpenElmShape {
  readonly width: number;
  readonly headSize: number;
  readonly contextLength: number;
  readonly vocabularySize: number;
  readonly layers: readonly {
    readonly queryHeads: number;
    readonly keyValueHeads: number;
    readonly feedForward: number;
  }[];
  readonly ropeBase: number;
  readonly epsilon: number;
}

/** What a miniature is made of. */
export interface MiniatureOptions {
  readonly seed?: number;
  readonly shape?: Partial<OpenElmShape>;
  /** Tokens for fill-in-the-middle; left out, the vocabulary and the metadata lack them. */
  readonly fillInTheMiddle?: boolean;
  /** How matrices are stored; normalisation gains are always F32. */
  readonly type?: Exclude<WritableTensor['type'], 'Q4_K' | 'BF16'>;
}

/** A random OpenELM model, as numbers for the reference and as a file for the engine. */
export interface MiniatureOpenElm {
  readonly shape: OpenElmShape;
  readonly vocabulary: Vocabulary;
  /** By tensor name, row by row, before any rounding to the stored type. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly gguf: WritableGguf;
  /** The file. */
  readonly bytes: () => Buffer;
}

const LAYERS = [
  { queryHeads: 4, keyValueHeads: 1, feedForward: 256 },
  { queryHeads: 4, keyValueHeads: 1, feedForward: 512 },
  { queryHeads: 8, keyValueHeads: 2, feedForward: 512 },
  { queryHeads: 8, keyValueHeads: 2, feedForward: 768 },
];

/** Makes a miniature in about 50 ms: 4 layers of width 256, 2 to 3 million weights, the same for the same seed. */
export function miniatureOpenElm(options: MiniatureOptions = {}): MiniatureOpenElm {
  const vocabulary = byteLevelVocabulary({ fillInTheMiddle: options.fillInTheMiddle ?? true });
  const shape: OpenElmShape = {
    width: 256,
    headSize: 64,
    contextLength: 512,
    layers: LAYERS,
    ropeBase: 10_000,
    epsilon: 1e-6,
    ...options.shape,
    vocabularySize: vocabulary.tokens.length,
  };
  const weights = randomWeights(shape, options.seed ?? 1);
  const encode = { F32: f32Bytes, F16: f16Bytes, Q8_0: q8Bytes }[options.type ?? 'F32'];
  const tensors = openElmTensors(shape).map(({ name, dimensions }): WritableTensor => {
    const isGain = dimensions.length === 1;
    const values = weights.get(name) ?? new Float32Array();
    return {
      name,
      dimensions,
      type: isGain ? 'F32' : (options.type ?? 'F32'),
      data: () => [isGain ? f32Bytes(values) : encode(values)],
    };
  });
  const gguf = { metadata: openElmMetadata(shape, vocabulary, 'miniature'), tensors };
  return { shape, vocabulary, weights, gguf, bytes: () => ggufBytes(gguf) };
}

/** Every tensor of a model in the order converters write them, row length first. */
export function openElmTensors(shape: OpenElmShape): { name: string; dimensions: number[] }[] {
  const { width, headSize } = shape;
  const tensors = [
    { name: 'token_embd.weight', dimensions: [width, shape.vocabularySize] },
    { name: 'output_norm.weight', dimensions: [width] },
  ];
  for (const [layer, { queryHeads, keyValueHeads, feedForward }] of shape.layers.entries()) {
    const add = (name: string, ...dimensions: number[]) => {
      tensors.push({ name: `blk.${layer}.${name}.weight`, dimensions });
    };
    add('attn_norm', width);
    add('attn_qkv', width, (queryHeads + 2 * keyValueHeads) * headSize);
    add('attn_q_norm', headSize);
    add('attn_k_norm', headSize);
    add('attn_output', queryHeads * headSize, width);
    add('ffn_norm', width);
    add('ffn_gate', width, feedForward);
    add('ffn_up', width, feedForward);
    add('ffn_down', feedForward, width);
  }
  return tensors;
}

/** The metadata llama.cpp needs for `openelm` with a byte-level vocabulary. */
export function openElmMetadata(
  shape: OpenElmShape,
  vocabulary: Vocabulary,
  name: string,
): (readonly [string, WritableValue])[] {
  const count = (value: number): WritableValue => ({ type: 'number', as: 'uint32', value });
  const perLayer = (value: readonly number[]): WritableValue => ({ type: 'int32s', value });
  return [
    ['general.architecture', { type: 'string', value: 'openelm' }],
    ['general.type', { type: 'string', value: 'model' }],
    ['general.name', { type: 'string', value: name }],
    ['openelm.block_count', count(shape.layers.length)],
    ['openelm.context_length', count(shape.contextLength)],
    ['openelm.embedding_length', count(shape.width)],
    ['openelm.feed_forward_length', perLayer(shape.layers.map((layer) => layer.feedForward))],
    ['openelm.attention.head_count', perLayer(shape.layers.map((layer) => layer.queryHeads))],
    ['openelm.attention.head_count_kv', perLayer(shape.layers.map((layer) => layer.keyValueHeads))],
    ['openelm.attention.layer_norm_rms_epsilon', { type: 'number', as: 'float32', value: shape.epsilon }],
    ['openelm.attention.key_length', count(shape.headSize)],
    ['openelm.attention.value_length', count(shape.headSize)],
    ['openelm.rope.freq_base', { type: 'number', as: 'float32', value: shape.ropeBase }],
    ['openelm.rope.dimension_count', count(shape.headSize)],
    ['openelm.vocab_size', count(shape.vocabularySize)],
    ...vocabulary.metadata,
  ];
}

/** Matrices with variance 1 / row length, and gains around 1: activations keep their size through the layers. */
function randomWeights(shape: OpenElmShape, seed: number): Map<string, Float32Array> {
  const normal = seededNormal(seed);
  const weights = new Map<string, Float32Array>();
  for (const { name, dimensions } of openElmTensors(shape)) {
    const [row = 1, rows = 1] = dimensions;
    const values = new Float32Array(row * rows);
    const isGain = dimensions.length === 1;
    const deviation = isGain ? 0.1 : row ** -0.5;
    for (let index = 0; index < values.length; index += 1)
      values[index] = normal() * deviation + (isGain ? 1 : 0);
    weights.set(name, values);
  }
  return weights;
}
