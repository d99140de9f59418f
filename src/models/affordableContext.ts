import { type ModelFacts } from './modelFacts.ts';

/** Of the machine's memory, for the KV cache of a chat: the editor and the weights need the rest. */
const MEMORY_SHARE = 1 / 16;
/** However much there is: reading more text than this holds takes minutes on most machines. */
const MOST_BYTES = 1024 ** 3;
/** A small machine still holds what OpenELM was trained on. */
const FEWEST_TOKENS = 2048;
const STEP_TOKENS = 256;

/**
 * Tokens of context that a chat may fill: what the model was trained on, or as many as the machine has memory for.
 *
 * @param memoryBytes of the machine
 */
export function affordableContext(
  { contextLength, estimatedMemoryBytes }: Pick<ModelFacts, 'contextLength' | 'estimatedMemoryBytes'>,
  memoryBytes: number,
): number {
  const { keyValueCache, keyValueTokens } = estimatedMemoryBytes;
  const budget = Math.min(MOST_BYTES, memoryBytes * MEMORY_SHARE);
  const tokens = (budget * keyValueTokens) / Math.max(1, keyValueCache);
  const whole = Math.floor(tokens / STEP_TOKENS) * STEP_TOKENS;
  return Math.min(contextLength, Math.max(FEWEST_TOKENS, whole));
}
