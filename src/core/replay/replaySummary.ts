import { groupBy } from './groupBy.ts';
import { type ReplayRow } from './replayCommit.ts';

/** A commit that was typed, all of it or as far as it came. */
export interface ReplayedCommit {
  readonly id: string;
  /** As its author wrote it, whatever that is. */
  readonly subject: string;
  readonly rows: readonly ReplayRow[];
  /** Whether it takes more keys than were to be typed of one, so that some of its passages were drawn. */
  readonly isDrawn: boolean;
}

/** What came of typing; characters are keys, so that an indentation that the editor writes is none. */
export interface ReplayFigures {
  readonly characters: number;
  /** Of those, the ones that the author had to type. */
  readonly typed: number;
  readonly wrong: number;
  readonly engineMs: number;
  /** Of all characters, those that accepted suggestions spared, 0 to 1; undefined where there are none. */
  readonly completedShare: number | undefined;
  /** Wrong suggestions for each 100 characters that the author had to type; undefined where there are none. */
  readonly wrongPer100: number | undefined;
}

/** All that a report of a replay is made of. */
export interface ReplaySummary {
  readonly total: ReplayFigures;
  /** In their order; those with nothing to type as well. */
  readonly commits: readonly (Omit<ReplayedCommit, 'rows'> & { readonly figures: ReplayFigures })[];
  /** The one with the most characters first. */
  readonly languages: readonly { readonly language: string; readonly figures: ReplayFigures }[];
}

/** Adds up what came of typing commits: over all, by commit, and by language. */
export function replaySummary(commits: readonly ReplayedCommit[]): ReplaySummary {
  const rows = commits.flatMap((commit) => commit.rows);
  return {
    total: figuresOf(rows),
    commits: commits.map(({ rows: ofCommit, ...commit }) => ({ ...commit, figures: figuresOf(ofCommit) })),
    languages: [...groupBy(rows, ({ languageId }) => languageId)]
      .map(([language, ofLanguage]) => ({ language, figures: figuresOf(ofLanguage) }))
      .sort((a, b) => b.figures.characters - a.figures.characters),
  };
}

/** Adds up rows of any commits. */
export function figuresOf(rows: readonly ReplayRow[]): ReplayFigures {
  const sum = (value: (row: ReplayRow) => number): number =>
    rows.reduce((total, row) => total + value(row), 0);
  const typed = sum((row) => row.typed);
  const completed = sum((row) => row.completed);
  const wrong = sum((row) => row.wrong);
  const characters = typed + completed;
  return {
    characters,
    typed,
    wrong,
    engineMs: sum(({ engineMs }) => engineMs),
    completedShare: characters === 0 ? undefined : completed / characters,
    wrongPer100: typed === 0 ? undefined : (100 * wrong) / typed,
  };
}
