import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { checkModelFile } from '../checkModelFile.ts';
import { type LayerShape } from '../checks/hyperparameters.ts';
import { bf16Bytes, f16Bytes, f32Bytes, q8Bytes } from '../gguf/encodeElements.ts';
import {
  ggufSize,
  writeGgufFile,
  type WritableGguf,
  type WritableTensor,
  type WritableValue,
} from '../gguf/writeGguf.ts';
import { ModelFileError } from '../modelFileError.ts';
import { borrowTokenizer } from './borrowTokenizer.ts';
import { ConvertError } from './convertError.ts';
import { convertTokenizer } from './convertTokenizer.ts';
import { type OpenElmConfig, readOpenElmConfig } from './openElmConfig.ts';
import { refuseUnreadable } from './refuseUnreadable.ts';
import { SafetensorsModel } from './safetensorsModel.ts';

/** What the matrices are stored as; the gains of normalisations are always F32. */
export const CONVERT_TYPES = ['Q8_0', 'BF16', 'F16', 'F32'] as const;

export type ConvertType = (typeof CONVERT_TYPES)[number];

export interface ConvertOptions {
  /** Holds config.json and the .safetensors files, as published. */
  readonly folder: string;
  /** A SentencePiece tokenizer.model, or an OpenELM GGUF that has the vocabulary. */
  readonly tokenizer: string;
  readonly type: ConvertType;
  /** The file to write. */
  readonly out: string;
  /** Whether a file of that name may be replaced, because the user said so. */
  readonly replaces?: boolean;
  /** What the model is called; the folder's name without it. */
  readonly name?: string;
  readonly signal?: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

const EPSILON = 1e-6;
const QUANTISATION_VERSION = 2;
/** llama.cpp's `enum llama_ftype`. */
const FILE_TYPE: Readonly<Record<ConvertType, number>> = { F32: 0, F16: 1, Q8_0: 7, BF16: 32 };
const ENCODERS: Readonly<Record<ConvertType, (values: Float32Array) => Uint8Array>> = {
  F32: f32Bytes,
  F16: f16Bytes,
  BF16: bf16Bytes,
  Q8_0: q8Bytes,
};
/** The only size that its authors advise to keep in BF16: 36 layers of width 3,072 (corenet, mlx_examples/open_elm). */
const LARGEST = { width: 3072, layers: 36 };
const MB = 1e6;
const GGUF_MAGIC = 'GGUF';

/**
 * Writes an OpenELM model as it was published (safetensors of F32, F16 or BF16, in one file or several) as a GGUF that
 * llama.cpp runs. Memory stays at some tens of megabytes, however large the model is. The file appears under its name
 * once it is whole and has passed the checks of any other. Rejects with a `ConvertError`, a `ModelFileError` for a
 * tokenizer that the engine can't use, or the signal's reason; nothing is left behind then.
 */
export async function convertOpenElm(options: ConvertOptions): Promise<void> {
  const { folder, out, type } = options;
  const config = await readOpenElmConfig(folder);
  if (type === 'F16' && config.width >= LARGEST.width && config.layers.length >= LARGEST.layers) {
    throw new ConvertError('needsRange');
  }
  const readTokenizer = (await isGguf(options.tokenizer)) ? borrowTokenizer : convertTokenizer;
  const tokenizer = await readTokenizer(options.tokenizer, config.vocabularySize);
  const model = await SafetensorsModel.open(folder);
  try {
    const name = options.name ?? path.basename(path.resolve(folder));
    const gguf = {
      metadata: [...metadataOf(config, name, type), ...tokenizer],
      tensors: tensorsOf(model, config, type),
    };
    await refuseExisting(options);
    const size = ggufSize(gguf);
    await refuseFullDisk(path.dirname(path.resolve(out)), size);
    await write(options, gguf, size);
  } finally {
    await model.close();
  }
}

async function isGguf(file: string): Promise<boolean> {
  const handle = await open(file).catch(refuseUnreadable(file));
  try {
    const { buffer } = await handle.read(Buffer.alloc(GGUF_MAGIC.length), 0).catch(refuseUnreadable(file));
    return buffer.toString('latin1') === GGUF_MAGIC;
  } finally {
    await handle.close();
  }
}

async function write(options: ConvertOptions, gguf: WritableGguf, size: number): Promise<void> {
  const { out, signal, onProgress } = options;
  // Two conversions to one file must not write into each other's.
  const partial = `${out}.${randomUUID()}.part`;
  let written = 0;
  try {
    await writeGgufFile(partial, gguf, {
      ...(signal === undefined ? {} : { signal }),
      onBytes: (count) => {
        written += count;
        onProgress?.(written / size);
      },
    });
    // Such as a vocabulary without tokens for single bytes.
    await checkModelFile(partial, signal === undefined ? {} : { signal });
    await refuseExisting(options);
    await rename(partial, out);
  } catch (error) {
    await rm(partial, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw error instanceof ConvertError ||
      error instanceof ModelFileError ||
      signal?.aborted === true ||
      code === undefined
      ? error
      : new ConvertError('diskFailed', { reason: code });
  }
}

async function refuseExisting({ out, replaces = false }: ConvertOptions): Promise<void> {
  if (replaces) {
    return;
  }
  const isThere = await stat(out).then(
    () => true,
    () => false,
  );
  if (isThere) {
    throw new ConvertError('exists', { path: out });
  }
}

async function refuseFullDisk(folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder).catch(refuseUnreadable(folder));
  const free = bavail * bsize;
  if (free < needed) {
    throw new ConvertError('noSpace', { needed: Math.ceil(needed / MB), free: Math.floor(free / MB) });
  }
}

function metadataOf(
  config: OpenElmConfig,
  name: string,
  type: ConvertType,
): (readonly [string, WritableValue])[] {
  const text = (value: string): WritableValue => ({ type: 'string', value });
  const count = (value: number): WritableValue => ({ type: 'number', as: 'uint32', value });
  const real = (value: number): WritableValue => ({ type: 'number', as: 'float32', value });
  const perLayer = (of: (layer: LayerShape) => number): WritableValue => ({
    type: 'int32s',
    value: config.layers.map(of),
  });
  return [
    ['general.architecture', text('openelm')],
    ['general.type', text('model')],
    ['general.name', text(name)],
    ['general.file_type', count(FILE_TYPE[type])],
    ...(type === 'Q8_0' ? [['general.quantization_version', count(QUANTISATION_VERSION)] as const] : []),
    ['openelm.block_count', count(config.layers.length)],
    ['openelm.context_length', count(config.contextLength)],
    ['openelm.embedding_length', count(config.width)],
    ['openelm.feed_forward_length', perLayer(({ feedForward }) => feedForward)],
    ['openelm.attention.head_count', perLayer(({ queryHeads }) => queryHeads)],
    ['openelm.attention.head_count_kv', perLayer(({ keyValueHeads }) => keyValueHeads)],
    ['openelm.attention.layer_norm_rms_epsilon', real(EPSILON)],
    ['openelm.attention.key_length', count(config.headSize)],
    ['openelm.attention.value_length', count(config.headSize)],
    ['openelm.rope.freq_base', real(config.ropeBase)],
    ['openelm.rope.dimension_count', count(config.headSize)],
    ['openelm.vocab_size', count(config.vocabularySize)],
  ];
}

/** All tensors, each read when its turn to be written comes; that each is there, and of the right shape, is checked now. */
function tensorsOf(
  model: SafetensorsModel,
  config: OpenElmConfig,
  type: ConvertType,
): readonly WritableTensor[] {
  const { width, headSize, vocabularySize } = config;
  const tensors: WritableTensor[] = [];
  const add = (name: string, source: string, shape: readonly number[], part?: Part): void => {
    model.tensor(source, part === undefined ? shape : [part.ofRows, ...shape.slice(1)]);
    const stored = shape.length === 1 ? 'F32' : type;
    const encode = ENCODERS[stored];
    tensors.push({
      name: `${name}.weight`,
      dimensions: [...shape].reverse(),
      type: stored,
      data: async function* () {
        for await (const values of model.rows(source, part?.first ?? 0, shape[0] ?? 0)) {
          yield encode(finite(source, values));
        }
      },
    });
  };
  add('token_embd', 'transformer.token_embeddings.weight', [vocabularySize, width]);
  add('output_norm', 'transformer.norm.weight', [width]);
  for (const [index, { queryHeads, keyValueHeads, feedForward }] of config.layers.entries()) {
    const own = (part: string): [string, string] => {
      const [name = '', source = ''] = part.split(' ');
      return [`blk.${index}.${name}`, `transformer.layers.${index}.${source}.weight`];
    };
    add(...own('attn_norm attn_norm'), [width]);
    add(...own('attn_qkv attn.qkv_proj'), [(queryHeads + 2 * keyValueHeads) * headSize, width]);
    add(...own('attn_q_norm attn.q_norm'), [headSize]);
    add(...own('attn_k_norm attn.k_norm'), [headSize]);
    add(...own('attn_output attn.out_proj'), [width, queryHeads * headSize]);
    add(...own('ffn_norm ffn_norm'), [width]);
    // Gate and up lie in one matrix, the gate first.
    add(...own('ffn_gate ffn.proj_1'), [feedForward, width], { first: 0, ofRows: 2 * feedForward });
    add(...own('ffn_up ffn.proj_1'), [feedForward, width], { first: feedForward, ofRows: 2 * feedForward });
    add(...own('ffn_down ffn.proj_2'), [width, feedForward]);
  }
  return tensors;
}

/** What is no number, or more than all numbers, would be every answer's. */
function finite(tensor: string, values: Float32Array): Float32Array {
  if (!values.every(Number.isFinite)) {
    throw new ConvertError('badNumbers', { tensor });
  }
  return values;
}

/** Some rows of a matrix. */
interface Part {
  readonly first: number;
  readonly ofRows: number;
}
