import { f32Bytes, halfBits } from '../gguf/encodeElements.ts';
import { type WritableGguf, type WritableTensor, type WritableValue } from '../gguf/writeGguf.ts';

/** What the models for the calibration differ in; rows are whole blocks of 256 weights. */
export interface CalibrationSize {
  readonly layers: number;
  readonly width: number;
  readonly queryHeads: number;
  readonly keyValueHeads: number;
  readonly feedForward: number;
}

/** With 3.8 million weights, 2.2 MB, so small that little but the cost of a token is left. */
export const CALIBRATION_SMALL: CalibrationSize = {
  layers: 5,
  width: 256,
  queryHeads: 4,
  keyValueHeads: 1,
  feedForward: 768,
};

/**
 * With 272 million weights its 153 MB are more than the caches of most processors hold, and few enough to be written,
 * loaded and measured in a few seconds.
 */
export const CALIBRATION_LARGE: CalibrationSize = {
  layers: 24,
  width: 1024,
  queryHeads: 16,
  keyValueHeads: 4,
  feedForward: 2816,
};

const HEAD_SIZE = 64;
const CONTEXT = 2048;

/** Blocks of Q4_K, the type of most files that are fetched: 256 weights in 144 bytes. */
const BLOCK_WEIGHTS = 256;
const BLOCK_BYTES = 144;
/** A prime: the rows of no matrix are alike. */
const POOL_BLOCKS = 4093;
/** Standard deviation of numbers from 0 to 15 that are all equally likely. */
const DEVIATION = 4.6;

const BYTES = 256;
/** A byte from here on is no character by itself, and would end the text. */
const FIRST_BYTE_OF_SEVERAL = 0x80;

/** A model of meaningless weights that exists to be timed; it writes ASCII without end. */
export function calibrationModel(size: CalibrationSize): WritableGguf {
  const { layers, width, queryHeads, keyValueHeads, feedForward } = size;
  const pool = randomBlocks();
  const gain = (name: string): WritableTensor => ({
    name,
    dimensions: [width],
    type: 'F32',
    data: () => [f32Bytes(new Float32Array(width).fill(1))],
  });
  const matrix = (name: string, row: number, rows: number): WritableTensor => ({
    name,
    dimensions: [row, rows],
    type: 'Q4_K',
    data: () => repeated(scaled(pool, row ** -0.5 / DEVIATION), (row * rows) / BLOCK_WEIGHTS),
  });
  const layer = (index: number): WritableTensor[] => {
    const name = (part: string): string => `blk.${index}.${part}.weight`;
    const queries = queryHeads * HEAD_SIZE;
    const keys = keyValueHeads * HEAD_SIZE;
    return [
      gain(name('attn_norm')),
      matrix(name('attn_q'), width, queries),
      matrix(name('attn_k'), width, keys),
      matrix(name('attn_v'), width, keys),
      matrix(name('attn_output'), queries, width),
      gain(name('ffn_norm')),
      matrix(name('ffn_gate'), width, feedForward),
      matrix(name('ffn_up'), width, feedForward),
      matrix(name('ffn_down'), feedForward, width),
    ];
  };
  return {
    metadata: metadata(size),
    tensors: [
      embedding(pool, width),
      gain('output_norm.weight'),
      ...Array.from({ length: layers }, (_, index) => layer(index)).flat(),
    ],
  };
}

/** Rows for single bytes alone: where the tied output gives 0, one of the others is more. */
function embedding(pool: Uint8Array, width: number): WritableTensor {
  const rowBlocks = width / BLOCK_WEIGHTS;
  return {
    name: 'token_embd.weight',
    dimensions: [width, BYTES + 1],
    type: 'Q4_K',
    data: () => [
      ...repeated(scaled(pool, width ** -0.5 / DEVIATION), FIRST_BYTE_OF_SEVERAL * rowBlocks),
      Buffer.alloc((BYTES + 1 - FIRST_BYTE_OF_SEVERAL) * rowBlocks * BLOCK_BYTES),
    ],
  };
}

function metadata(size: CalibrationSize): (readonly [string, WritableValue])[] {
  const count = (value: number): WritableValue => ({ type: 'number', as: 'uint32', value });
  const text = (value: string): WritableValue => ({ type: 'string', value });
  const tokens = [...byteTokens(), '<|endoftext|>'];
  return [
    ['general.architecture', text('llama')],
    ['general.name', text('calibration')],
    ['llama.block_count', count(size.layers)],
    ['llama.context_length', count(CONTEXT)],
    ['llama.embedding_length', count(size.width)],
    ['llama.feed_forward_length', count(size.feedForward)],
    ['llama.attention.head_count', count(size.queryHeads)],
    ['llama.attention.head_count_kv', count(size.keyValueHeads)],
    ['llama.attention.layer_norm_rms_epsilon', { type: 'number', as: 'float32', value: 1e-5 }],
    ['llama.rope.dimension_count', count(HEAD_SIZE)],
    ['tokenizer.ggml.model', text('gpt2')],
    ['tokenizer.ggml.pre', text('qwen2')],
    ['tokenizer.ggml.tokens', { type: 'strings', value: tokens }],
    ['tokenizer.ggml.token_type', { type: 'int32s', value: tokens.map((_, id) => (id < BYTES ? 1 : 3)) }],
    ['tokenizer.ggml.merges', { type: 'strings', value: ['Ġ Ġ'] }],
    ['tokenizer.ggml.bos_token_id', count(BYTES)],
    ['tokenizer.ggml.eos_token_id', count(BYTES)],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: false }],
  ];
}

/** The characters that byte-level BPE writes bytes as: what can’t be printed is moved to U+0100 and on. */
function byteTokens(): string[] {
  let moved = 0x100;
  return Array.from({ length: BYTES }, (_, byte) => {
    const isPrintable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    return String.fromCharCode(isPrintable ? byte : moved++);
  });
}

/** The same for every call: Park and Miller’s generator. */
function randomBlocks(): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: POOL_BLOCKS * BLOCK_BYTES }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state >> 8;
  });
}

/** The blocks with one scale each: d, dmin, and twelve bytes that hold the scales and minima of its parts, all 1. */
function scaled(pool: Uint8Array, scale: number): Uint8Array {
  const head = Buffer.concat([
    Buffer.from(Uint16Array.of(halfBits(scale), halfBits(scale * 7.5)).buffer),
    Buffer.alloc(8, 0x01),
    Buffer.alloc(4, 0x11),
  ]);
  const blocks = Uint8Array.from(pool);
  for (let at = 0; at < blocks.length; at += BLOCK_BYTES) {
    blocks.set(head, at);
  }
  return blocks;
}

function* repeated(pool: Uint8Array, blocks: number): Generator<Uint8Array> {
  for (let left = blocks; left > 0; left -= POOL_BLOCKS) {
    yield pool.subarray(0, Math.min(left, POOL_BLOCKS) * BLOCK_BYTES);
  }
}
