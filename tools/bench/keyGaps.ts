import { seededRandom } from '../../src/core/replay/seededRandom.ts';

/** A person who types without haste, within a word. */
const SHORTEST_MS = 120;
const LONGEST_MS = 200;
/** Before a new word or line one looks where one is. */
const AFTER_SPACE = 1.3;

/** The times from key to key of one person, always the same for a seed; asked with the key before. */
export function keyGaps(seed: number): (before: string) => number {
  const random = seededRandom(seed);
  return (before) => {
    const gap = SHORTEST_MS + (LONGEST_MS - SHORTEST_MS) * random();
    return /\s/u.test(before) ? gap * AFTER_SPACE : gap;
  };
}
