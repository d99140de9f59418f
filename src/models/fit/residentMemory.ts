import { type MemoryEstimate } from '../estimateMemory.ts';
import { ENGINE_BYTES } from './fitOf.ts';

/**
 * Types of which llama.cpp’s CPU back end makes a copy in another order when it loads a model (its `repack.cpp`); Q4_K
 * was measured on x64.
 */
const REORDERED_TYPES: ReadonlySet<string> = new Set(['Q4_0', 'Q4_K', 'IQ4_NL']);

/**
 * What the system shows of the engine’s process with a model on the CPU, in bytes. The file stays mapped beside a
 * reordered copy of its weights; a system that needs memory takes those pages back, so that no fit depends on them.
 *
 * @param byType bytes of the weights by their type, such as `Q4_K`
 */
export function residentMemory(
  { total }: Pick<MemoryEstimate, 'total'>,
  byType: readonly { readonly type: string; readonly bytes: number }[],
): number {
  const reordered = byType.filter(({ type }) => REORDERED_TYPES.has(type));
  return ENGINE_BYTES + total + reordered.reduce((sum, { bytes }) => sum + bytes, 0);
}
