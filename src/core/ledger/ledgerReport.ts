import { type Counts, sumOfCounts } from './counts.ts';
import { daysUpTo } from './ledgerDay.ts';
import { LEARNT_FROM_DAYS } from './takenShare.ts';
import { type LedgerRecord } from './tally.ts';

/** How many days are kept; older ones are removed. */
export const KEPT_DAYS = 90;
/** How many days are shown one by one. */
const SHOWN_DAYS = 30;

/** What all the days come to. */
export interface LedgerReport {
  readonly total: Counts;
  /** The sum of the days from which is learnt, of the model that writes now: others are as sure of other things. */
  readonly lately: Counts;
  /** The last days, the oldest first, with those on which there was nothing. */
  readonly days: readonly { readonly day: string; readonly counts: Counts }[];
  /** Those with most suggestions first. */
  readonly languages: readonly { readonly language: string; readonly counts: Counts }[];
}

/**
 * Sums records up, as seen on the day of `now`.
 *
 * @param model that writes now; see LedgerRecord
 */
export function ledgerReport(records: readonly LedgerRecord[], now: number, model: string): LedgerReport {
  const byDay = grouped(records, 'day');
  const lately = new Set(daysUpTo(now, LEARNT_FROM_DAYS));
  const languages = [...grouped(records, 'language')].map(([language, counts]) => ({ language, counts }));
  return {
    lately: sumOfCounts(
      records
        .filter((record) => record.model === model && lately.has(record.day))
        .map(({ counts }) => counts),
    ),
    total: sumOfCounts(records.map(({ counts }) => counts)),
    days: daysUpTo(now, SHOWN_DAYS).map((day) => ({ day, counts: byDay.get(day) ?? sumOfCounts([]) })),
    languages: languages.sort((a, b) => b.counts.offered - a.counts.offered),
  };
}

function grouped(records: readonly LedgerRecord[], key: 'day' | 'language'): ReadonlyMap<string, Counts> {
  const groups = new Map<string, Counts[]>();
  for (const record of records) {
    const group = groups.get(record[key]) ?? [];
    groups.set(record[key], group);
    group.push(record.counts);
  }
  return new Map([...groups].map(([name, counts]) => [name, sumOfCounts(counts)]));
}
