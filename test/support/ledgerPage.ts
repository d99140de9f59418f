import { type Counts, EXPECTATION_BINS, oneOfConfidence, sumOfCounts } from '../../src/core/ledger/counts.ts';
import { oneOfLatency } from '../../src/core/ledger/latencyHistogram.ts';
import { daysUpTo } from '../../src/core/ledger/ledgerDay.ts';
import { type Learnable, type Learnt } from '../../src/core/ledger/learnt.ts';
import { ledgerReport } from '../../src/core/ledger/ledgerReport.ts';
import { type LedgerRecord } from '../../src/core/ledger/tally.ts';
import { type LedgerPageContent } from '../../src/webview/ledger/ledgerHtml.ts';
import { type LedgerStrings, type LedgerWords, ledgerWords } from '../../src/webview/ledger/ledgerWords.ts';
import { sourceStrings } from './sourceStrings.ts';

const MODEL = 'one';
const NOW = new Date(2026, 0, 31, 12).getTime();

/** Nothing set that could be learnt. */
export const AS_SET: Learnable = {
  eagerness: 'balanced',
  threshold: 0.9,
  debounceMs: 75,
  multiline: true,
  learns: { threshold: true, wait: true, length: true },
};

/** Something of all that can be learnt. */
export const LEARNT: Learnt = {
  threshold: { threshold: 0.95, offered: 212, taken: 3 },
  wait: { debounceMs: 150, seen: 400, hurriedPast: 300 },
  oneLine: { offered: 90, taken: 1 },
};

/** The page of the ledger as it writes in English. */
export function englishLedger(): LedgerWords {
  return ledgerWords('en', sourceStrings('ledger/ledgerStrings.ts') as unknown as LedgerStrings);
}

/** What the page shows of records. */
export function ledgerContent(
  records: readonly LedgerRecord[],
  details: Partial<LedgerPageContent> = {},
): LedgerPageContent {
  return {
    report: ledgerReport(records, NOW, MODEL),
    folder: '/storage/ledger',
    isEnabled: true,
    settings: AS_SET,
    learnt: {},
    ...details,
  };
}

/** Counts of one language on a day that is so many days back. */
export function ledgerRecord(daysBack: number, language: string, counts: Partial<Counts>): LedgerRecord {
  const day = daysUpTo(NOW, daysBack + 1)[0] ?? '';
  return { day, language, model: MODEL, counts: sumOfCounts([counts]) };
}

/** A month in which two languages were written, the second with a name that would be markup if it could. */
export function ledgerMonth(): readonly LedgerRecord[] {
  const expected = Array.from({ length: EXPECTATION_BINS }, (_, bin) => (bin % 3) * 20);
  return Array.from({ length: 28 }, (_, daysBack) => {
    const offered = daysBack % 7 === 1 ? 0 : 40 + ((daysBack * 37) % 60);
    const whole = Math.floor(offered / 4);
    const each = Array.from({ length: offered }, (_one, index) => ({
      latency: oneOfLatency(40 + index * 8),
      offeredByConfidence: oneOfConfidence(index / offered),
    }));
    const counts = sumOfCounts([
      { offered, acceptedWhole: whole, acceptedPartly: Math.min(offered, daysBack % 5), unknownAfter5min: 1 },
      { knownAfter30s: whole, keptAfter30s: whole * 0.9, knownAfter5min: whole, keptAfter5min: whole * 0.75 },
      { expectedByConfidence: expected, rightByConfidence: expected.map((count, bin) => (count * bin) / 20) },
      ...each,
    ]);
    return ledgerRecord(daysBack, daysBack % 3 === 0 ? '<b>markdown' : 'typescript', counts);
  });
}
