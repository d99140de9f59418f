import * as v from 'valibot';
import { groupBy } from '../../src/core/replay/groupBy.ts';
import { type ReplayRow } from '../../src/core/replay/replayCommit.ts';
import { estimateDifference, type Estimate, type Part } from '../eval/bootstrap.ts';
import { table } from '../eval/markdown.ts';
import { readRows } from '../support/cases.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const rowSchema = v.object({
  ...{ commit: v.string(), path: v.string(), typed: count, completed: count, wrong: count },
  ...{ readTokens: count, generatedTokens: count },
});

/** Of a row, what two replays are compared by. */
export type ComparedRow = Pick<ReplayRow, keyof v.InferOutput<typeof rowSchema>>;

/** What an earlier replay wrote by `--out`. Throws with the number of the first line that is none of its rows. */
export function readReplay(file: string): readonly ComparedRow[] {
  return readRows(file, rowSchema);
}

interface Measure {
  readonly name: string;
  readonly part: (row: ComparedRow) => Part;
}

const MEASURES: readonly Measure[] = [
  {
    name: 'completed, points',
    part: ({ typed, completed }) => ({ of: 100 * completed, per: typed + completed }),
  },
  { name: 'wrong shows per 100 typed', part: ({ typed, wrong }) => ({ of: 100 * wrong, per: typed }) },
  {
    name: 'tokens read per character',
    part: ({ typed, completed, readTokens }) => ({ of: readTokens, per: typed + completed }),
  },
  {
    name: 'tokens written per character',
    part: ({ typed, completed, generatedTokens }) => ({ of: generatedTokens, per: typed + completed }),
  },
];

/**
 * How much more a replay has than an earlier one, with the 95 % interval over commits, each drawn for both: what one commit
 * is like to type makes more of a difference than most ideas. Compared are the commits that both typed to their end, the same
 * characters of the same files. Throws where there is none.
 */
export function compareReplays(rows: readonly ComparedRow[], earlier: readonly ComparedRow[]): string {
  const before = groupBy(earlier, ({ commit }) => commit);
  const all = [...groupBy(rows, ({ commit }) => commit)];
  const pairs = all.flatMap(([commit, now]) => {
    const then = before.get(commit) ?? [];
    return charactersOf(now) === charactersOf(then) ? [{ now, then }] : [];
  });
  if (pairs.length === 0) {
    throw new Error('The earlier replay has none of these commits, or typed other characters of them.');
  }
  const differences = MEASURES.map(({ name, part }) => {
    const sums = (of: 'now' | 'then'): Part[] => pairs.map((pair) => sumOf(pair[of].map(part)));
    return [name, inWords(estimateDifference(sums('then'), sums('now')))];
  });
  const compared = `${pairs.length} of ${all.length} commits, this replay minus the earlier one:`;
  return `${compared}\n\n${table(['', 'difference'], differences)}`;
}

function charactersOf(rows: readonly ComparedRow[]): string {
  return rows
    .map(({ path, typed, completed }) => `${path}\0${typed + completed}`)
    .sort()
    .join('\0');
}

function sumOf(parts: readonly Part[]): Part {
  return {
    of: parts.reduce((sum, { of }) => sum + of, 0),
    per: parts.reduce((sum, { per }) => sum + per, 0),
  };
}

function inWords({ value, low, high }: Estimate): string {
  const signed = (figure: number): string => `${figure < 0 ? '−' : '+'}${Math.abs(figure).toFixed(2)}`;
  return `${signed(value)} (${signed(low)} to ${signed(high)})`;
}
