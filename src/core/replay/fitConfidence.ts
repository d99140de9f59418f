import { type Eagerness } from '../completion/eagerness.ts';
import { type ReplayRow } from './replayCommit.ts';
import { figuresOf, type ReplayFigures } from './replaySummary.ts';

/**
 * Wrong suggestions for each 100 typed characters that a choice may cost: what the thresholds of eagerness.ts cost in the
 * histories that they were fitted to.
 */
export const MOST_WRONG: Readonly<Record<Eagerness, number>> = { eager: 6, balanced: 1, quiet: 0.5 };
/** Least confidences that are tried. */
const TRIED = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
/** Fewer characters prove nothing. */
export const ENOUGH_TO_FIT = 1000;
export const ENOUGH_TO_TEST = 300;
/** Of the commits, so many are kept to test on. */
const TESTED_SHARE = 1 / 3;
const LEAST_COMMITS = 3;

/** What came of typing, commit by commit, the newest first. */
export type TypedCommits = readonly (readonly ReplayRow[])[];

/** What one way of asking comes to. */
export interface FitFigures {
  readonly older: ReplayFigures;
  /** Of commits that had no part in choosing. */
  readonly newer: ReplayFigures;
}

/** What one threshold comes to. */
export interface FitRow extends FitFigures {
  /** Least confidence, 0 to 1. */
  readonly threshold: number;
}

/** What a history says of how sure a model must be. */
export interface ConfidenceFit {
  /** The lowest first. */
  readonly rows: readonly FitRow[];
  /** The threshold in force. */
  readonly present: number;
  /** The one that the older commits speak for. */
  readonly chosen: number;
  /** `holds`: the newer commits bear it out; `none`: no threshold costs so little, and what is chosen comes nearest. */
  readonly verdict: 'holds' | 'fails' | 'same' | 'none' | 'tooLittle';
  /** Wrong suggestions for each 100 typed characters that it may cost. */
  readonly mostWrong: number;
  readonly olderCommits: number;
  readonly newerCommits: number;
}

/** The thresholds to type with, from the lowest, at which a model writes most. */
export function triedThresholds(present: number): readonly number[] {
  return [...new Set([...TRIED, present])].sort((a, b) => a - b);
}

/** How many of the newest commits are kept to test on; 0 where there are too few to fit anything. */
export function testedCommits(commits: number): number {
  return commits < LEAST_COMMITS ? 0 : Math.max(1, Math.round(commits * TESTED_SHARE));
}

/** The figures of the older commits, and of the newest ones that are kept to test on. */
export function fitFigures(typed: TypedCommits, tested: number): FitFigures {
  return { older: figuresOf(typed.slice(tested).flat()), newer: figuresOf(typed.slice(0, tested).flat()) };
}

/**
 * Chooses the lowest threshold with which the older commits see no more wrong suggestions than the choice may cost, or
 * the highest where none does, and looks at what it is worth in the newer ones.
 *
 * @param typed of each threshold
 */
export function fitConfidence(
  typed: ReadonlyMap<number, TypedCommits>,
  present: number,
  eagerness: Eagerness,
): ConfidenceFit | undefined {
  const commits = Math.min(...[...typed.values()].map(({ length }) => length));
  const tested = testedCommits(commits);
  if (typed.size === 0 || tested === 0) {
    return undefined;
  }
  const rows = [...typed]
    .sort(([a], [b]) => a - b)
    .map(([threshold, of]) => ({ threshold, ...fitFigures(of.slice(0, commits), tested) }));
  const mostWrong = MOST_WRONG[eagerness];
  const chosen = rows.find(({ older }) => (older.wrongPer100 ?? 0) <= mostWrong) ?? rows.at(-1);
  const now = rows.find(({ threshold }) => threshold === present);
  if (chosen === undefined || now === undefined) {
    return undefined;
  }
  return {
    rows,
    present,
    chosen: chosen.threshold,
    verdict: verdictOf(chosen, now, mostWrong),
    mostWrong,
    olderCommits: commits - tested,
    newerCommits: tested,
  };
}

function verdictOf(chosen: FitRow, now: FitRow, mostWrong: number): ConfidenceFit['verdict'] {
  if (chosen.older.characters < ENOUGH_TO_FIT || chosen.newer.characters < ENOUGH_TO_TEST) {
    return 'tooLittle';
  }
  if ((chosen.older.wrongPer100 ?? 0) > mostWrong) {
    return 'none';
  }
  if (chosen.threshold === now.threshold) {
    return 'same';
  }
  const [wrong, wrongNow] = [chosen.newer.wrongPer100 ?? 0, now.newer.wrongPer100 ?? 0];
  return wrong <= Math.max(mostWrong, wrongNow) ? 'holds' : 'fails';
}
