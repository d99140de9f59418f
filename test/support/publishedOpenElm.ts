import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bf16Bytes, f16Bytes, f32Bytes } from '../../src/models/gguf/encodeElements.ts';
import { type PublishedModel } from '../../src/models/verify/openElmForward.ts';
import { type MiniatureOpenElm, type OpenElmShape } from './miniatureOpenElm.ts';

/** How the elements of a published model are stored. */
export type PublishedType = 'F32' | 'F16' | 'BF16';

interface Published {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const ENCODERS = { F32: f32Bytes, F16: f16Bytes, BF16: bf16Bytes };

/** Writes a model as Apple publishes OpenELM: config.json and safetensors, in so many files. Returns the folder. */
export function publishOpenElm(
  folder: string,
  model: MiniatureOpenElm,
  { type = 'F32', files = 1 }: { readonly type?: PublishedType; readonly files?: number } = {},
): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(configOf(model)));
  const tensors = publishedTensors(model, type);
  if (files === 1) {
    writeFileSync(path.join(folder, 'model.safetensors'), safetensorsBytes(tensors, type));
    return folder;
  }
  const weightMap: Record<string, string> = {};
  for (let file = 0; file < files; file++) {
    const name = `model-0000${file + 1}-of-0000${files}.safetensors`;
    const own = tensors.filter((_, index) => index % files === file);
    writeFileSync(path.join(folder, name), safetensorsBytes(own, type));
    for (const tensor of own) {
      weightMap[tensor.name] = name;
    }
  }
  writeFileSync(
    path.join(folder, 'model.safetensors.index.json'),
    JSON.stringify({ metadata: {}, weight_map: weightMap }),
  );
  return folder;
}

/** The fields of Apple's config.json that say how a model is computed. */
export function configOf({ shape }: { readonly shape: OpenElmShape }): Readonly<Record<string, unknown>> {
  const { width, headSize, layers } = shape;
  return {
    model_type: 'openelm',
    model_dim: width,
    head_dim: headSize,
    num_transformer_layers: layers.length,
    num_gqa_groups: 4,
    qkv_multipliers: layers.map(({ queryHeads }) => (queryHeads * headSize) / width),
    ffn_multipliers: layers.map(({ feedForward }) => feedForward / width),
    ffn_dim_divisor: 256,
    vocab_size: shape.vocabularySize,
    max_context_length: shape.contextLength,
    rope_freq_constant: shape.ropeBase,
    ffn_with_glu: true,
    normalize_qk_projections: true,
    share_input_output_layers: true,
    activation_fn_name: 'swish',
    normalization_layer_name: 'rms_norm',
  };
}

/** One safetensors file. */
export function safetensorsBytes(tensors: readonly Published[], type: PublishedType): Buffer {
  const sizes = tensors.map(({ name, shape, data }) => ({ name, shape, bytes: data.length }));
  return Buffer.concat([safetensorsHeader(sizes, type), ...tensors.map(({ data }) => data)]);
}

/** Everything before the tensors' data. */
export function safetensorsHeader(
  tensors: readonly (Omit<Published, 'data'> & { readonly bytes: number })[],
  type: PublishedType,
): Buffer {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  for (const { name, shape, bytes } of tensors) {
    header[name] = { dtype: type, shape, data_offsets: [offset, offset + bytes] };
    offset += bytes;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text]);
}

/** A miniature's numbers under their published names, for the reference. */
export function publishedModel(model: Pick<MiniatureOpenElm, 'shape' | 'weights'>): PublishedModel {
  const tensors = new Map(publishedValues(model).map((tensor) => [tensor.name, tensor]));
  return {
    shape: model.shape,
    weights: {
      rows: (name, first, count) => {
        const tensor = tensors.get(name);
        if (tensor === undefined) throw new Error(`no tensor ${name}`);
        const row = tensor.shape.slice(1).reduce((product, dimension) => product * dimension, 1);
        return [tensor.values.subarray(first * row, (first + count) * row)];
      },
    },
  };
}

function publishedTensors(model: MiniatureOpenElm, type: PublishedType): readonly Published[] {
  return publishedValues(model).map(({ values, ...tensor }) => ({ ...tensor, data: ENCODERS[type](values) }));
}

interface PublishedValues extends Omit<Published, 'data'> {
  readonly values: Float32Array;
}

function publishedValues({
  shape,
  weights,
}: Pick<MiniatureOpenElm, 'shape' | 'weights'>): readonly PublishedValues[] {
  return publishedShapes(shape).map(({ parts, ...tensor }) => {
    const values = parts.flatMap((part) => [...(weights.get(`${part}.weight`) ?? [])]);
    return { ...tensor, values: Float32Array.from(values) };
  });
}

/** A published tensor, and the names in GGUF of those that lie in it, one after the other. */
interface PublishedShape extends Omit<Published, 'data'> {
  readonly parts: readonly string[];
}

/** Every tensor as Apple publishes it, in the order of the layers. */
export function publishedShapes(shape: OpenElmShape): readonly PublishedShape[] {
  const { width, headSize, layers, vocabularySize } = shape;
  const tensors: PublishedShape[] = [];
  const add = (name: string, ownShape: readonly number[], ...parts: readonly string[]): void => {
    tensors.push({ name: `transformer.${name}.weight`, shape: ownShape, parts });
  };
  add('token_embeddings', [vocabularySize, width], 'token_embd');
  add('norm', [width], 'output_norm');
  for (const [index, { queryHeads, keyValueHeads, feedForward }] of layers.entries()) {
    const to = `layers.${index}`;
    const from = `blk.${index}`;
    add(`${to}.attn_norm`, [width], `${from}.attn_norm`);
    add(`${to}.attn.qkv_proj`, [(queryHeads + 2 * keyValueHeads) * headSize, width], `${from}.attn_qkv`);
    add(`${to}.attn.q_norm`, [headSize], `${from}.attn_q_norm`);
    add(`${to}.attn.k_norm`, [headSize], `${from}.attn_k_norm`);
    add(`${to}.attn.out_proj`, [width, queryHeads * headSize], `${from}.attn_output`);
    add(`${to}.ffn_norm`, [width], `${from}.ffn_norm`);
    add(`${to}.ffn.proj_1`, [2 * feedForward, width], `${from}.ffn_gate`, `${from}.ffn_up`);
    add(`${to}.ffn.proj_2`, [width, feedForward], `${from}.ffn_down`);
  }
  return tensors;
}
