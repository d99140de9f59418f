import { type WritableGguf, type WritableTensor } from '../../src/models/gguf/writeGguf.ts';
import { openElmMetadata, openElmTensors, type OpenElmShape } from './miniatureOpenElm.ts';
import { seededRandom } from './seededRandom.ts';
import { f32Bytes, halfBits } from '../../src/models/gguf/encodeElements.ts';
import { byteLevelVocabulary } from './vocabulary.ts';

const FEED_FORWARD_270M = [
  768, 1024, 1280, 1536, 1792, 2048, 2560, 2816, 3072, 3328, 3584, 3840, 4352, 4608, 4864, 5120,
];

/** The sizes of OpenELM-270M as Apple published it: 271,527,168 weights. */
export const OPENELM_270M: OpenElmShape = {
  width: 1280,
  headSize: 64,
  contextLength: 2048,
  vocabularySize: 32_000,
  layers: FEED_FORWARD_270M.map((feedForward, layer) => {
    const keyValueHeads = layer < 5 ? 3 : layer < 12 ? 4 : 5;
    return { queryHeads: keyValueHeads * 4, keyValueHeads, feedForward };
  }),
  ropeBase: 10_000,
  epsilon: 1e-6,
};

const FEED_FORWARD_450M = [
  768, 1024, 1280, 1536, 1792, 2304, 2560, 2816, 3072, 3328, 3584, 3840, 4096, 4352, 4608, 5120, 5376, 5632,
  5888, 6144,
];

/** The sizes of OpenELM-450M as Apple published it: 457,179,136 weights. */
export const OPENELM_450M: OpenElmShape = {
  ...OPENELM_270M,
  width: 1536,
  layers: FEED_FORWARD_450M.map((feedForward, layer) => {
    const keyValueHeads = layer < 3 ? 3 : layer < 10 ? 4 : layer < 16 ? 5 : 6;
    return { queryHeads: keyValueHeads * 4, keyValueHeads, feedForward };
  }),
};

/** What a random model is like besides its shape. */
export interface RandomModelOptions {
  readonly name?: string;
  /** Whether it writes words, and goes on without end; else most of what it writes is no text at all. */
  readonly isTalkative?: boolean;
}

const SEED = 1;
/** Bytes from here on are no characters alone. */
const FIRST_BYTE_OF_SEVERAL = 0x80;
const POOL_BLOCKS = 65_521;

/** A way to store random weights: blocks that are random but for their first bytes, which scale the rest. */
interface RandomBlocks {
  readonly elements: number;
  readonly bytes: number;
  /** Standard deviation of what the random bytes stand for, before scaling. */
  readonly deviation: number;
  readonly head: (scale: number) => Buffer;
}

const FORMATS = {
  Q8_0: { elements: 32, bytes: 34, deviation: 73, head: (scale) => halves(scale) },
  // Numbers from 0 to 15 whose mean the block's minimum moves to 0. Twelve bytes hold the scales and the minima of its
  // eight parts, six bits each, here all 1 (llama.cpp's `get_scale_min_k4`).
  Q4_K: {
    elements: 256,
    bytes: 144,
    deviation: 4.6,
    head: (scale) =>
      Buffer.concat([halves(scale, scale * 7.5), Buffer.alloc(8, 0x01), Buffer.alloc(4, 0x11)]),
  },
} satisfies Record<string, RandomBlocks>;

/**
 * A model of a real shape with random weights, for speed and memory, not for quality: 289 MB for 270M in Q8_0, 154 MB
 * in Q4_K (all of it; released files keep some matrices in Q6_K). Write it with `writeGgufFile`, which streams it.
 * Weights come from a pool of random blocks that every tensor enters elsewhere, because drawing 270 million of them
 * would take half a minute.
 */
export function randomOpenElm(
  shape: OpenElmShape,
  type: keyof typeof FORMATS,
  { name: modelName = 'random weights', isTalkative = false }: RandomModelOptions = {},
): WritableGguf {
  const format: RandomBlocks = FORMATS[type];
  const vocabulary = byteLevelVocabulary({
    fillInTheMiddle: true,
    size: shape.vocabularySize,
    filling: isTalkative ? 'words' : 'unused',
  });
  const random = seededRandom(SEED);
  const quanta = Uint8Array.from({ length: POOL_BLOCKS * format.bytes }, () => random() * 255 - 127);
  const tensors = openElmTensors(shape).map(({ name, dimensions }): WritableTensor => {
    const [row = 1, rows = 1] = dimensions;
    if (dimensions.length === 1) {
      return { name, dimensions, type: 'F32', data: () => [f32Bytes(new Float32Array(row).fill(1))] };
    }
    const first = Math.floor(random() * POOL_BLOCKS);
    // A matrix keeps the size of what it multiplies at 1/√row.
    const pool = scaledPool(quanta, format, row ** -0.5 / format.deviation);
    const count = (row * rows) / format.elements;
    const perRow = row / format.elements;
    return {
      name,
      dimensions,
      type,
      data: () =>
        isTalkative && name === 'token_embd.weight'
          ? withoutTokens(blocks(pool(), format.bytes, first, count), format.bytes * perRow)
          : blocks(pool(), format.bytes, first, count),
    };
  });
  return { metadata: openElmMetadata(shape, vocabulary, modelName), tensors };
}

/**
 * The rows of an embedding with those of single bytes and of control tokens at nought: the tied output gives them 0,
 * and of thousands of random numbers the largest is more.
 */
function* withoutTokens(chunks: Iterable<Uint8Array>, rowBytes: number): Generator<Uint8Array> {
  const bytes = Buffer.concat([...chunks]);
  const { tokens } = byteLevelVocabulary({ fillInTheMiddle: true });
  bytes.fill(0, rowBytes * FIRST_BYTE_OF_SEVERAL, rowBytes * tokens.length);
  yield bytes;
}

/** The pool with one scale in all blocks, made when it is asked for. */
function scaledPool(quanta: Uint8Array, format: RandomBlocks, scale: number): () => Uint8Array {
  return () => {
    const pool = Buffer.from(quanta);
    const head = format.head(scale);
    for (let block = 0; block < POOL_BLOCKS; block += 1) head.copy(pool, block * format.bytes);
    return pool;
  };
}

function halves(...values: readonly number[]): Buffer {
  return Buffer.from(Uint16Array.from(values, halfBits).buffer);
}

function* blocks(pool: Uint8Array, bytes: number, first: number, count: number): Generator<Uint8Array> {
  let start = first;
  let left = count;
  while (left > 0) {
    const taken = Math.min(left, POOL_BLOCKS - start);
    yield pool.subarray(start * bytes, (start + taken) * bytes);
    left -= taken;
    start = 0;
  }
}
