import { affordableContext } from '../affordableContext.ts';
import { type CatalogFile, type CatalogModel } from '../catalog/catalogSchema.ts';
import { estimateMemory, type MemoryEstimate } from '../estimateMemory.ts';
import { bytesOf, sizesOf } from './sizesOf.ts';

/** What a model is loaded for: a completion’s context is short, a chat’s grows as far as the memory allows. */
export type ModelUse = 'completion' | 'chat';

/** Memory that a model takes when it is loaded, in bytes. */
export interface MemoryNeed {
  readonly estimate: MemoryEstimate;
  /** Of the weights: the table of token embeddings, which stays in the machine’s memory when a GPU has its own. */
  readonly embedding: number;
  /** Whether the model’s layers are known; without them cache and buffers are missing from the estimate. */
  readonly isComplete: boolean;
}

/**
 * Memory that a file of the catalog takes, in the terms of a checked file’s own estimate.
 *
 * @param tokens of context in use, see `contextInUse`
 */
export function memoryNeed(
  model: Pick<CatalogModel, 'shape' | 'contextLength' | 'parameters'>,
  file: Pick<CatalogFile, 'bytes' | 'megabytes'>,
  tokens: number,
): MemoryNeed {
  const weights = bytesOf(file);
  const sizes = sizesOf(model);
  if (sizes === undefined) {
    const estimate = { weights, keyValueCache: 0, keyValueTokens: 0, compute: 0, total: weights };
    return { estimate, embedding: 0, isComplete: false };
  }
  const share = (sizes.vocabularySize * sizes.embeddingLength) / model.parameters;
  return {
    estimate: estimateMemory(sizes, { weights, tokens }),
    embedding: Math.min(1, share) * weights,
    isComplete: true,
  };
}

/**
 * Tokens of context that the engine holds for a use: a completion’s 2,048, or what a chat may grow to.
 *
 * @param memoryBytes of the machine
 */
export function contextInUse(
  model: Pick<CatalogModel, 'shape' | 'contextLength' | 'parameters'>,
  use: ModelUse,
  memoryBytes: number,
): number {
  const { estimate, isComplete } = memoryNeed(model, { bytes: 0 }, Math.min(model.contextLength, 2048));
  if (use === 'completion' || !isComplete) {
    return Math.min(model.contextLength, 2048);
  }
  const { contextLength } = model;
  return affordableContext({ contextLength, estimatedMemoryBytes: estimate }, memoryBytes);
}
