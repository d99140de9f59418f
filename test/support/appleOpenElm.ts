import { type WritableGguf, type WritableTensor } from './ggufWriter.ts';
import { openElmMetadata, openElmTensors, type OpenElmShape } from './miniatureOpenElm.ts';
import { seededRandom } from './seededRandom.ts';
import { f32Bytes, halfBits } from './tensorBytes.ts';
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

const BLOCK_BYTES = 34;
const BLOCK_ELEMENTS = 32;
const POOL_BLOCKS = 65_521;

/**
 * A model of a real shape with random Q8_0 weights (289 MB for 270M): for speed and memory, not for quality.
 * Write it with `writeGgufFile`, which streams it. Weights come from a pool of 2 million random numbers that every
 * tensor enters elsewhere, because drawing 270 million of them would take half a minute.
 */
export function randomQ8OpenElm(shape: OpenElmShape, seed = 1): WritableGguf {
  const vocabulary = byteLevelVocabulary({ fillInTheMiddle: true, size: shape.vocabularySize });
  const random = seededRandom(seed);
  const quanta = Uint8Array.from({ length: POOL_BLOCKS * BLOCK_BYTES }, () => random() * 255 - 127);
  const tensors = openElmTensors(shape).map(({ name, dimensions }): WritableTensor => {
    const [row = 1, rows = 1] = dimensions;
    if (dimensions.length === 1) {
      return { name, dimensions, type: 'F32', data: () => [f32Bytes(new Float32Array(row).fill(1))] };
    }
    const first = Math.floor(random() * POOL_BLOCKS);
    // Uniform bytes have a standard deviation of 73; a matrix keeps the size of what it multiplies at 1/√row.
    const pool = scaledPool(quanta, row ** -0.5 / 73);
    return {
      name,
      dimensions,
      type: 'Q8_0',
      data: () => blocks(pool(), first, (row * rows) / BLOCK_ELEMENTS),
    };
  });
  return { metadata: openElmMetadata(shape, vocabulary, 'random weights'), tensors };
}

/** The pool with one scale in all blocks, made when it is asked for. */
function scaledPool(quanta: Uint8Array, scale: number): () => Uint8Array {
  return () => {
    const pool = Buffer.from(quanta);
    const bits = halfBits(scale);
    for (let block = 0; block < POOL_BLOCKS; block += 1) pool.writeUInt16LE(bits, block * BLOCK_BYTES);
    return pool;
  };
}

function* blocks(pool: Uint8Array, first: number, count: number): Generator<Uint8Array> {
  let start = first;
  let left = count;
  while (left > 0) {
    const taken = Math.min(left, POOL_BLOCKS - start);
    yield pool.subarray(start * BLOCK_BYTES, (start + taken) * BLOCK_BYTES);
    left -= taken;
    start = 0;
  }
}
