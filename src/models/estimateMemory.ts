import { type Hyperparameters } from './checks/hyperparameters.ts';

/** Memory a loaded model takes, in bytes. */
export interface MemoryEstimate {
  readonly weights: number;
  /** Keys and values as F16 of `keyValueTokens` tokens. */
  readonly keyValueCache: number;
  /** `min(contextLength, 2048)` where no other context is asked for. */
  readonly keyValueTokens: number;
  /** Scratch buffers for a batch of 512 tokens: rough, within a factor of two. */
  readonly compute: number;
  readonly total: number;
}

/** What the sizes of a model's buffers follow from. */
export type EstimatedSizes = Pick<
  Hyperparameters,
  'layers' | 'keyLength' | 'valueLength' | 'embeddingLength' | 'contextLength'
> & { readonly vocabularySize: number };

/** The context that a completion has. */
const ESTIMATED_CONTEXT = 2048;
const ESTIMATED_BATCH = 512;
const BYTES_F16 = 2;
const BYTES_F32 = 4;
/** What the graph itself and small buffers take. */
const FIXED_COMPUTE_BYTES = 8 * 1024 * 1024;

/**
 * Memory that a model of these sizes takes beside the engine itself.
 *
 * @param tokens of context; never more than the model was trained on
 */
export function estimateMemory(
  sizes: EstimatedSizes,
  { weights, tokens = ESTIMATED_CONTEXT }: { readonly weights: number; readonly tokens?: number },
): MemoryEstimate {
  const { layers, keyLength, valueLength, embeddingLength, vocabularySize } = sizes;
  const context = Math.min(sizes.contextLength, tokens);
  const batch = Math.min(context, ESTIMATED_BATCH);
  const keyValueHeads = layers.reduce((total, layer) => total + layer.keyValueHeads, 0);
  const keyValueCache = context * keyValueHeads * (keyLength + valueLength) * BYTES_F16;
  // The widest moment of a layer (residual and its norm, heads, gate and up), and logits for the whole batch.
  const widest = layers.map((layer) => layer.queryHeads * keyLength * 2 + layer.feedForward * 2);
  const perToken = embeddingLength * 3 + Math.max(...widest) + vocabularySize;
  const compute = FIXED_COMPUTE_BYTES + batch * perToken * BYTES_F32;
  return { weights, keyValueCache, keyValueTokens: context, compute, total: weights + keyValueCache + compute };
}
