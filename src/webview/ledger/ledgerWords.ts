import { localeOf, type PageWords, pageWords } from '../pageWords.ts';

/** Every text of the page. `{0}` and so on are replaced. */
export interface LedgerStrings {
  readonly title: string;
  readonly about: string;
  readonly refresh: string;
  readonly reset: string;
  readonly settings: string;
  readonly isOff: string;
  readonly empty: string;
  readonly offeredInWords: string;
  readonly acceptedInWords: string;
  readonly keptInWords: string;
  readonly latencyInWords: string;
  readonly latencyHalfInWords: string;
  readonly latencySlowInWords: string;
  readonly byDay: string;
  readonly chartDescription: string;
  readonly dayLabel: string;
  readonly offered: string;
  readonly accepted: string;
  readonly chartNumbers: string;
  readonly day: string;
  readonly byLanguage: string;
  readonly language: string;
  readonly acceptedWhole: string;
  readonly acceptedPartly: string;
  readonly keptAfter30s: string;
  readonly keptAfter5min: string;
  readonly latencyMedian: string;
  readonly latencyP95: string;
  readonly percent: string;
  readonly milliseconds: string;
  readonly overMilliseconds: string;
  readonly notKnown: string;
  readonly trustTitle: string;
  readonly trustAbout: string;
  readonly trustRange: string;
  readonly trustConfidence: string;
  readonly trustExpected: string;
  readonly trustRight: string;
  readonly trustShare: string;
  readonly trustedMore: string;
  readonly trustedLess: string;
  readonly unfit: string;
  readonly thresholdThenMore: string;
  readonly thresholdThenLess: string;
  readonly learntTitle: string;
  readonly learntNothing: string;
  readonly learntSome: string;
  readonly learntOff: string;
  readonly thresholdAsSet: string;
  readonly thresholdMore: string;
  readonly thresholdLess: string;
  readonly takenOf: string;
  readonly waitAsSet: string;
  readonly waitMore: string;
  readonly waitLess: string;
  readonly linesAsSet: string;
  readonly lineAsSet: string;
  readonly lineOnly: string;
  readonly learntSetting: string;
  readonly howTitle: string;
  readonly howOffered: string;
  readonly howAccepted: string;
  readonly howKept: string;
  readonly howUnknown: string;
  readonly howLatency: string;
  readonly whereTitle: string;
  readonly where: string;
  readonly whereLimits: string;
}

/** How the page writes. */
export interface LedgerWords extends PageWords<keyof LedgerStrings> {
  /** A share, 0 to 1. */
  readonly percent: (share: number) => string;
  /** A day as the ledger writes it, short. */
  readonly date: (day: string) => string;
}

/** Writes in a language, with its strings. */
export function ledgerWords(language: string, strings: LedgerStrings): LedgerWords {
  const words = pageWords(strings, language);
  return {
    ...words,
    percent: (share) => words.say('percent', words.number(share * 100)),
    // Noon, in UTC as well: no time zone may make it the day before.
    date: (day) =>
      new Date(`${day}T12:00:00Z`).toLocaleDateString(localeOf(language), {
        month: 'short',
        day: 'numeric',
        timeZone: 'UTC',
      }),
  };
}
