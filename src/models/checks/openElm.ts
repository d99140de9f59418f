import { type Metadata } from '../metadata.ts';
import { ModelFileError } from '../modelFileError.ts';
import { type Hyperparameters } from './hyperparameters.ts';

/** Checks what the graph of OpenELM in llama.cpp asserts on top of what every architecture needs. */
export function checkOpenElmMetadata(
  metadata: Metadata,
  model: Hyperparameters,
  vocabularySize: number,
): void {
  checkAttention(metadata, model);
  checkLayers(metadata, model);
  const sizes = [
    ['openelm.vocab_size', vocabularySize],
    ['openelm.embedding_length_out', model.embeddingLength],
  ] as const;
  for (const [key, expected] of sizes) {
    if ((metadata.count(key) ?? expected) !== expected) throw metadata.contradiction(key, String(expected));
  }
}

function checkAttention(metadata: Metadata, model: Hyperparameters): void {
  if (model.keyLength !== model.valueLength) {
    throw metadata.contradiction(
      'openelm.attention.value_length',
      `${model.keyLength}, as the key length is`,
    );
  }
  const rope = metadata.count('openelm.rope.dimension_count') ?? model.keyLength;
  if (rope % 2 !== 0 || rope < 2 || rope > model.keyLength) {
    throw metadata.contradiction('openelm.rope.dimension_count', `an even number up to ${model.keyLength}`);
  }
  const base = metadata.float('openelm.rope.freq_base') ?? 10_000;
  if (base < 1) throw metadata.contradiction('openelm.rope.freq_base', 'at least 1');
  const epsilonKey = 'openelm.attention.layer_norm_rms_epsilon';
  const epsilon = metadata.required(epsilonKey, metadata.float(epsilonKey));
  if (epsilon <= 0 || epsilon > 0.1) throw metadata.contradiction(epsilonKey, 'above 0 and up to 0.1');
}

function checkLayers(metadata: Metadata, model: Hyperparameters): void {
  const lists = [
    ['queryHeads', 'openelm.attention.head_count'],
    ['keyValueHeads', 'openelm.attention.head_count_kv'],
    ['feedForward', 'openelm.feed_forward_length'],
  ] as const;
  for (const [part, key] of lists) {
    if (!metadata.has(key)) throw new ModelFileError('missingMetadata', { key });
    if (model.layers.some((layer) => layer[part] === 0)) throw metadata.contradiction(key, 'above 0');
  }
}

/** Every tensor of an OpenELM model but the embedding, with its shape, row length first. */
export function openElmShapes(model: Hyperparameters): ReadonlyMap<string, readonly number[]> {
  const width = model.embeddingLength;
  const head = model.keyLength;
  const shapes = new Map<string, readonly number[]>([['output_norm.weight', [width]]]);
  for (const [layer, { queryHeads, keyValueHeads, feedForward }] of model.layers.entries()) {
    const add = (name: string, ...shape: number[]) => shapes.set(`blk.${layer}.${name}.weight`, shape);
    add('attn_norm', width);
    add('attn_qkv', width, (queryHeads + 2 * keyValueHeads) * head);
    add('attn_q_norm', head);
    add('attn_k_norm', head);
    add('attn_output', queryHeads * head, width);
    add('ffn_norm', width);
    add('ffn_gate', width, feedForward);
    add('ffn_up', width, feedForward);
    add('ffn_down', feedForward, width);
  }
  return shapes;
}
