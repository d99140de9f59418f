import { type ReplayFigures } from '../../core/replay/replaySummary.ts';
import { type PageWords, pageWords } from '../pageWords.ts';

/** Every text of the page. `{0}` and so on are replaced. */
export interface ReplayStrings {
  readonly title: string;
  readonly about: string;
  readonly again: string;
  readonly settings: string;
  readonly inWords: string;
  readonly ofOneCommitInWords: string;
  readonly wrongInWords: string;
  readonly timeInWords: string;
  readonly empty: string;
  readonly cancelled: string;
  readonly timeUp: string;
  readonly interrupted: string;
  readonly failed: string;
  readonly reached: string;
  readonly drawn: string;
  readonly eagerness: string;
  readonly confidence: string;
  readonly unfit: string;
  readonly trade: string;
  readonly model: string;
  readonly byCommit: string;
  readonly chartDescription: string;
  readonly barLabel: string;
  readonly commit: string;
  readonly inPart: string;
  readonly byLanguage: string;
  readonly language: string;
  readonly characters: string;
  readonly completed: string;
  readonly wrongPer100: string;
  readonly engineTime: string;
  readonly percent: string;
  readonly seconds: string;
  readonly nothing: string;
  readonly howTitle: string;
  readonly howTyped: string;
  readonly howTaken: string;
  readonly howWrong: string;
  readonly howSeen: string;
  readonly howLeftOut: string;
  readonly howFitted: string;
  readonly fitTitle: string;
  readonly fitAbout: string;
  readonly fitHolds: string;
  readonly fitInstead: string;
  readonly fitFails: string;
  readonly fitNone: string;
  readonly fitSame: string;
  readonly fitTooLittle: string;
  readonly fitCutShort: string;
  readonly fitUse: string;
  readonly lengthTitle: string;
  readonly lengthCompared: string;
  readonly lengthSame: string;
  readonly lengthFails: string;
  readonly lengthHolds: string;
  readonly oneLine: string;
  readonly multiline: string;
  readonly useOneLine: string;
  readonly useMultiline: string;
  readonly fitConfidence: string;
  readonly fitPresent: string;
  readonly fitChosen: string;
  readonly fitOlder: string;
  readonly fitOlderWrong: string;
  readonly fitNewer: string;
  readonly fitNewerWrong: string;
}

/** How the page writes. */
export interface ReplayWords extends PageWords<keyof ReplayStrings> {
  /** A share, 0 to 1. */
  readonly percent: (share: number) => string;
  readonly seconds: (ms: number) => string;
  /** The share that would have been typed. */
  readonly shareOf: (figures: ReplayFigures) => string;
  /** Wrong suggestions for each 100 characters typed. */
  readonly wrongOf: (figures: ReplayFigures) => string;
}

/** Writes in a language, with its strings. */
export function replayWords(language: string, strings: ReplayStrings): ReplayWords {
  const words = pageWords(strings, language);
  const percent = (share: number): string => words.say('percent', words.number(share * 100));
  return {
    ...words,
    percent,
    seconds: (ms) => words.say('seconds', words.number(ms / 1000, ms < 10_000 ? 1 : 0)),
    shareOf: ({ completedShare }) =>
      completedShare === undefined ? words.say('nothing') : percent(completedShare),
    wrongOf: ({ wrongPer100 }) =>
      wrongPer100 === undefined ? words.say('nothing') : words.number(wrongPer100, wrongPer100 < 10 ? 1 : 0),
  };
}
