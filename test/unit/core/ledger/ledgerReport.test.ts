import assert from 'node:assert/strict';
import { oneOfConfidence, sumOfCounts } from '../../../../src/core/ledger/counts.ts';
import { oneOfLatency, percentileOf } from '../../../../src/core/ledger/latencyHistogram.ts';
import { dayOf, daysUpTo, isDay } from '../../../../src/core/ledger/ledgerDay.ts';
import { ledgerReport } from '../../../../src/core/ledger/ledgerReport.ts';
import { Tally } from '../../../../src/core/ledger/tally.ts';

const NOON = new Date(2026, 2, 1, 12).getTime();
const DAY = 86_400_000;

describe('the report of the ledger', () => {
  it('sums up by day and by language, those with most suggestions first', () => {
    const tally = new Tally();
    tally.add(NOON, 'python', { offered: 2 });
    tally.add(NOON, 'typescript', { offered: 2, acceptedWhole: 1 });
    tally.add(NOON - DAY, 'typescript', { offered: 1 });
    const { total, days, languages } = ledgerReport(tally.drain(), NOON, '');
    assert.deepEqual([total.offered, total.acceptedWhole], [5, 1]);
    assert.deepEqual(
      languages.map(({ language, counts }) => [language, counts.offered]),
      [
        ['typescript', 3],
        ['python', 2],
      ],
    );
    assert.equal(days.length, 30);
    assert.deepEqual(
      days.slice(-3).map(({ day, counts }) => [day, counts.offered]),
      [
        ['2026-02-27', 0],
        ['2026-02-28', 1],
        ['2026-03-01', 4],
      ],
    );
  });
});

describe('what is learnt from', () => {
  it('are the last 30 days of the model that writes now', () => {
    const tally = new Tally();
    tally.model = 'one';
    tally.add(NOON, 'c', { offered: 1 });
    tally.add(NOON - 29 * DAY, 'go', { offered: 2 });
    tally.add(NOON - 30 * DAY, 'c', { offered: 4 });
    tally.model = 'another';
    tally.add(NOON, 'c', { offered: 8 });
    const records = tally.drain();
    assert.equal(ledgerReport(records, NOON, 'one').lately.offered, 3);
    assert.equal(ledgerReport(records, NOON, 'another').lately.offered, 8);
    assert.equal(ledgerReport(records, NOON, '').lately.offered, 0);
    assert.equal(ledgerReport(records, NOON, 'one').total.offered, 15);
  });
});

describe('the tally', () => {
  it('is empty once it was drained, and keeps what could not be written', () => {
    const tally = new Tally();
    tally.add(NOON, 'c', { offered: 1 });
    const records = tally.drain();
    assert.ok(tally.isEmpty);
    tally.add(NOON, 'c', { offered: 1 });
    tally.giveBack(records);
    assert.deepEqual(
      tally.drain().map(({ day, counts }) => [day, counts.offered]),
      [['2026-03-01', 2]],
    );
  });
});

describe('the days of the ledger', () => {
  it('begin and end by the clock of the user', () => {
    assert.equal(dayOf(new Date(2026, 0, 31, 23, 59).getTime()), '2026-01-31');
    assert.equal(dayOf(new Date(2026, 1, 1, 0, 0).getTime()), '2026-02-01');
    assert.deepEqual(daysUpTo(NOON, 3), ['2026-02-27', '2026-02-28', '2026-03-01']);
  });

  it('are told from other names', () => {
    assert.ok(isDay('2026-01-31'));
    for (const name of ['2026-13-01', '2026-1-1', '2026-01-32', '../2026-01-31', '2026-01-31.jsonl']) {
      assert.ok(!isDay(name), name);
    }
  });
});

describe('the times of suggestions', () => {
  const histogram = (...times: readonly number[]): readonly number[] =>
    sumOfCounts(times.map((ms) => ({ latency: oneOfLatency(ms) }))).latency;

  it('are told by percentiles, as exactly as their buckets are', () => {
    assert.deepEqual(percentileOf(histogram(0, 60, 60, 130), 0.5), { ms: 62.5, isAtLeast: false });
    assert.equal(percentileOf(histogram(), 0.5), undefined);
  });

  it('say nothing of the slowest in twenty where there are less', () => {
    const few = Array.from({ length: 19 }, () => 60);
    assert.equal(percentileOf(histogram(...few), 0.95), undefined);
    assert.equal(percentileOf(histogram(...few, 60), 0.95)?.ms, 73.75);
    assert.equal(percentileOf(histogram(60), 0.5), undefined);
    assert.equal(percentileOf(histogram(60, 60), 0.5)?.ms, 62.5);
  });

  it('are told as slower than the slowest bucket where they are', () => {
    assert.deepEqual(percentileOf(histogram(10, 9000, 9000), 0.5), { ms: 5000, isAtLeast: true });
  });

  it('and confidences beyond their bounds belong to the last ones', () => {
    assert.equal(oneOfConfidence(1).indexOf(1), 9);
    assert.equal(oneOfConfidence(-1).indexOf(1), 0);
  });
});
