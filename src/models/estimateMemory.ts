import { type Hyperparameters } from './checks/hyperparameters.ts';

/** Memory a loaded model takes, in bytes. */
export interface MemoryEstimate {
  readonly weights: number;
  /** Keys and values as F16 of `keyValueTokens` tokens. */
  readonly keyValueCache: number;
  /** `min(contextLength, 2048)` where no other context is asked for. */
  readonly keyValueTokens: number;
  /** Scratch buffers and the vocabulary, as measured on the CPU; on a GPU rough, within a factor of two. */
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
const BYTES_F16 = 2;
/** Buffers that are touched, and what the engine itself keeps of a model: measured in its process on Linux. */
const FIXED_BYTES = 20e6;
/** The library’s and the engine’s own tables of the vocabulary, and its logits: measured from 8,192 to 151,936 entries. */
const BYTES_PER_VOCABULARY_ENTRY = 1250;

/**
 * Memory that a model of these sizes takes beside the engine itself.
 *
 * @param tokens of context; never more than the model was trained on
 */
export function estimateMemory(
  sizes: EstimatedSizes,
  { weights, tokens = ESTIMATED_CONTEXT }: { readonly weights: number; readonly tokens?: number },
): MemoryEstimate {
  const { layers, keyLength, valueLength, vocabularySize } = sizes;
  const context = Math.min(sizes.contextLength, tokens);
  const keyValueHeads = layers.reduce((total, layer) => total + layer.keyValueHeads, 0);
  const keyValueCache = context * keyValueHeads * (keyLength + valueLength) * BYTES_F16;
  const compute = FIXED_BYTES + vocabularySize * BYTES_PER_VOCABULARY_ENTRY;
  return {
    weights,
    keyValueCache,
    keyValueTokens: context,
    compute,
    total: weights + keyValueCache + compute,
  };
}
