import { type ConfidenceFit } from '../../src/core/replay/fitConfidence.ts';
import { type LengthFit } from '../../src/core/replay/fitLength.ts';
import { type ReplayRow } from '../../src/core/replay/replayCommit.ts';
import {
  figuresOf,
  type ReplayedCommit,
  type ReplayFigures,
  replaySummary,
} from '../../src/core/replay/replaySummary.ts';
import { type ReplayContent } from '../../src/webview/replay/replayContent.ts';
import { type ReplayStrings, type ReplayWords, replayWords } from '../../src/webview/replay/replayWords.ts';
import { sourceStrings } from './sourceStrings.ts';

/** The page of a replay as it writes in English. */
export function englishReplay(): ReplayWords {
  return replayWords('en', sourceStrings('replay/replayStrings.ts') as unknown as ReplayStrings);
}

/** What came of typing a file of which so much was typed for the author, and so much by them. */
export function replayRow(completed: number, typed: number, details: Partial<ReplayRow> = {}): ReplayRow {
  return {
    commit: 'c0ffee',
    path: 'src/a.ts',
    languageId: 'typescript',
    typed,
    completed,
    accepted: 1,
    shown: 2,
    wrong: 1,
    requests: typed,
    generations: typed,
    engineMs: 1000,
    promptTokens: 100,
    readTokens: 20,
    generatedTokens: 10,
    expectedByConfidence: [],
    rightByConfidence: [],
    ...details,
  };
}

/** A commit whose hash begins with its number. */
export function replayedCommit(
  number: number,
  rows: readonly ReplayRow[],
  details: Partial<ReplayedCommit> = {},
): ReplayedCommit {
  const id = `${number}`.padEnd(40, '0');
  return { id, subject: `Change ${number}`, rows, isDrawn: false, ...details };
}

/** Thirty commits in two languages, one of them with a subject and one with a language that would be markup if they could. */
export function replayedMonth(): readonly ReplayedCommit[] {
  return Array.from({ length: 30 }, (_, index) => {
    const languageId = index % 3 === 0 ? '<b>markdown' : 'typescript';
    const rows = index === 4 ? [] : [replayRow(10 * index, 200, { languageId, wrong: index })];
    const subject = index % 7 === 0 ? `<i>${'A subject that goes on and on '.repeat(4)}` : 'Fix';
    return replayedCommit(1_234_567 + index * 987, rows, { subject, isDrawn: index === 3 });
  });
}

const figures = (typed: number, completed: number, wrong: number): ReplayFigures =>
  figuresOf([replayRow(completed, typed, { wrong })]);
/** A confidence that is proposed. */
export const REPLAY_FIT: ConfidenceFit = {
  rows: [
    { threshold: 0.7, older: figures(1000, 500, 10), newer: figures(500, 500, 4) },
    { threshold: 0.9, older: figures(1000, 200, 0), newer: figures(800, 200, 0) },
  ],
  present: 0.9,
  chosen: 0.7,
  verdict: 'holds',
  mostWrong: 1,
  olderCommits: 4,
  newerCommits: 2,
};
/** A length that is proposed. */
export const REPLAY_LENGTH: LengthFit = {
  figures: {
    multiline: { older: figures(1000, 500, 30), newer: figures(500, 500, 20) },
    oneLine: { older: figures(1000, 400, 5), newer: figures(600, 400, 3) },
  },
  present: 'multiline',
  chosen: 'oneLine',
  verdict: 'holds',
};

/** What the page shows of commits. */
export function replayContent(
  commits: readonly ReplayedCommit[],
  details: Partial<ReplayContent> = {},
): ReplayContent {
  return {
    summary: replaySummary(commits),
    planned: commits.length,
    end: { kind: 'whole' },
    eagerness: 'balanced',
    threshold: 0.9,
    model: 'OpenELM Nano 48M',
    folder: 'project',
    limits: { minutes: 10, keys: 2000 },
    ...details,
  };
}
