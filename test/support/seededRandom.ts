import { seededRandom } from '../../src/core/replay/seededRandom.ts';

export { seededRandom };

/** Normally distributed numbers with mean 0 and variance 1 (Box–Muller). */
export function seededNormal(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
