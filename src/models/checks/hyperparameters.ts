import { OTHER_ARCHITECTURES, TEXT_GENERATION_ARCHITECTURES } from '../architectures.ts';
import { type Metadata } from '../metadata.ts';
import { ModelFileError } from '../modelFileError.ts';
import { checkExperts } from './experts.ts';

/** Sizes of one layer; 0 where the architecture has no such part (a recurrent layer has no heads). */
export interface LayerShape {
  readonly queryHeads: number;
  readonly keyValueHeads: number;
  readonly feedForward: number;
}

/** The sizes a model's graph is built from. */
export interface Hyperparameters {
  readonly architecture: string;
  /** Tokens the model was trained to see at once. */
  readonly contextLength: number;
  readonly embeddingLength: number;
  readonly layers: readonly LayerShape[];
  /** Elements per head of keys and of values. */
  readonly keyLength: number;
  readonly valueLength: number;
}

/** llama.cpp's `LLAMA_MAX_LAYERS`, which it asserts. */
const MAX_LAYERS = 512;
const MAX_CONTEXT = 16_777_216;
const MAX_EMBEDDING = 262_144;
const MAX_HEADS = 4096;
const MAX_HEAD_SIZE = 16_384;
const MAX_FEED_FORWARD = 16_777_216;
const ROPE_SCALINGS: readonly string[] = ['none', 'linear', 'yarn', 'longrope'];

/** Checks what llama.cpp reads of every architecture before it looks at a tensor, and asserts or divides by. */
export function readHyperparameters(metadata: Metadata): Hyperparameters {
  const architecture = readArchitecture(metadata);
  const contextLength = metadata.countWithin(`${architecture}.context_length`, 1, MAX_CONTEXT);
  const embeddingLength = metadata.countWithin(`${architecture}.embedding_length`, 1, MAX_EMBEDDING);
  const layerCount = metadata.countWithin(`${architecture}.block_count`, 1, MAX_LAYERS);
  const layers = readLayers(metadata, architecture, layerCount);
  const defaultHeadSize = Math.floor(embeddingLength / Math.max(1, layers[0]?.queryHeads ?? 1));
  const keyLength = readHeadSize(metadata, `${architecture}.attention.key_length`, defaultHeadSize);
  const valueLength = readHeadSize(metadata, `${architecture}.attention.value_length`, defaultHeadSize);
  checkRope(metadata, architecture);
  checkEpsilon(metadata, architecture);
  checkExperts(metadata, architecture, layerCount);
  checkDirection(metadata, architecture, layerCount);
  return { architecture, contextLength, embeddingLength, layers, keyLength, valueLength };
}

function readArchitecture(metadata: Metadata): string {
  const key = 'general.architecture';
  const architecture = metadata.required(key, metadata.text(key));
  const kind = metadata.text('general.type') ?? 'model';
  if (kind !== 'model')
    throw new ModelFileError('notAModel', { kind: `a part of type "${kind.slice(0, 60)}"` });
  if (TEXT_GENERATION_ARCHITECTURES.has(architecture)) return architecture;
  const purpose = OTHER_ARCHITECTURES.get(architecture) ?? 'unknown';
  throw new ModelFileError('unsupportedArchitecture', { architecture: architecture.slice(0, 60), purpose });
}

function readLayers(metadata: Metadata, architecture: string, count: number): LayerShape[] {
  const read = (name: string, most: number) => {
    const key = `${architecture}.${name}`;
    const values = metadata.perLayer(key, count);
    if (values?.some((value) => value < 0 || value > most)) {
      throw metadata.contradiction(key, `from 0 to ${most}`);
    }
    return values;
  };
  const queryHeads = read('attention.head_count', MAX_HEADS);
  const keyValueHeads = read('attention.head_count_kv', MAX_HEADS) ?? queryHeads;
  const feedForward = read('feed_forward_length', MAX_FEED_FORWARD);
  return Array.from({ length: count }, (_, layer) => {
    const shape = {
      queryHeads: queryHeads?.[layer] ?? 0,
      keyValueHeads: keyValueHeads?.[layer] ?? 0,
      feedForward: feedForward?.[layer] ?? 0,
    };
    if (shape.keyValueHeads > 0 && shape.queryHeads % shape.keyValueHeads !== 0) {
      const expected = `a divisor of ${shape.queryHeads} query heads in layer ${layer}`;
      throw metadata.contradiction(`${architecture}.attention.head_count_kv`, expected);
    }
    return shape;
  });
}

function readHeadSize(metadata: Metadata, key: string, fallback: number): number {
  return metadata.count(key) === undefined ? fallback : metadata.countWithin(key, 1, MAX_HEAD_SIZE);
}

function checkRope(metadata: Metadata, architecture: string): void {
  const dimensions = `${architecture}.rope.dimension_count`;
  const count = metadata.count(dimensions);
  if (count !== undefined && (count % 2 !== 0 || count > MAX_HEAD_SIZE)) {
    throw metadata.contradiction(dimensions, `an even number up to ${MAX_HEAD_SIZE}`);
  }
  checkFloat(metadata, `${architecture}.rope.freq_base`, Number.MIN_VALUE, 1e12);
  for (const name of ['scale_linear', 'scaling.factor', 'scaling.attn_factor', 'scaling.alpha']) {
    checkFloat(metadata, `${architecture}.rope.${name}`, 0, 1e6);
  }
  const scalingKey = `${architecture}.rope.scaling.type`;
  const scaling = metadata.text(scalingKey);
  if (scaling !== undefined && !ROPE_SCALINGS.includes(scaling)) {
    throw metadata.contradiction(scalingKey, `one of ${ROPE_SCALINGS.join(', ')}`);
  }
}

/** ggml asserts that the epsilon of a normalisation is not negative. */
function checkEpsilon(metadata: Metadata, architecture: string): void {
  for (const name of ['layer_norm_rms_epsilon', 'layer_norm_epsilon', 'group_norm_epsilon']) {
    checkFloat(metadata, `${architecture}.attention.${name}`, 0, 1);
  }
}

function checkFloat(metadata: Metadata, key: string, least: number, most: number): void {
  const value = metadata.float(key);
  // Written so that NaN fails.
  if (value !== undefined && !(value >= least && value <= most)) {
    throw metadata.contradiction(key, `a number from ${least} to ${most}`);
  }
}

function checkDirection(metadata: Metadata, architecture: string, layers: number): void {
  const causal = `${architecture}.attention.causal`;
  if (metadata.flag(causal) === false)
    throw metadata.contradiction(causal, 'true in a text-generation model');
  const predicting = `${architecture}.nextn_predict_layers`;
  if ((metadata.count(predicting) ?? 0) >= layers)
    throw metadata.contradiction(predicting, `below ${layers}`);
}
