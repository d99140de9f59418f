import { keysOf } from './keys.ts';
import { seededRandom } from './seededRandom.ts';
import { type Passage } from './typedPassages.ts';

/** A passage with the file that it is typed into. */
export interface FilePassage extends Passage {
  readonly path: string;
  readonly languageId: string;
}

/** What is typed of a commit. */
export interface CommitPassages {
  readonly passages: readonly FilePassage[];
  /** Keys that the whole commit would take, in the files that are not left out. */
  readonly keys: number;
}

/** All passages where they take no more than `maxKeys` keys; else some of them in their order, drawn by the commit's hash. */
export function drawPassages(all: readonly FilePassage[], commit: string, maxKeys: number): CommitPassages {
  const keys = all.map(({ typed }) => keysOf(typed));
  const order = all.map((_, index) => index);
  const random = seededRandom(Number.parseInt(commit.slice(0, 8), 16));
  const places = order.map(() => random());
  order.sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const chosen = new Set<number>();
  let budget = maxKeys;
  for (const index of order) {
    const cost = keys[index] ?? 0;
    if (cost <= budget) {
      chosen.add(index);
      budget -= cost;
    }
  }
  return {
    passages: all.filter((_, index) => chosen.has(index)),
    keys: keys.reduce((sum, count) => sum + count, 0),
  };
}
