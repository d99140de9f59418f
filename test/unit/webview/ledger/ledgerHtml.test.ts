import assert from 'node:assert/strict';
import { oneOfLatency } from '../../../../src/core/ledger/latencyHistogram.ts';
import { type LedgerRecord } from '../../../../src/core/ledger/tally.ts';
import { ledgerHtml, type LedgerPageContent } from '../../../../src/webview/ledger/ledgerHtml.ts';
import {
  AS_SET,
  englishLedger,
  LEARNT,
  ledgerContent,
  ledgerMonth,
  ledgerRecord,
} from '../../../support/ledgerPage.ts';

const html = (records: readonly LedgerRecord[], details: Partial<LedgerPageContent> = {}): string =>
  ledgerHtml(ledgerContent(records, details), englishLedger(), 'n0nce');
/** What a reader sees, row by row. */
const rowsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<tr>(.*?)<\/tr>/gu)].map(([, row = '']) =>
    row
      .replaceAll(/<\/t[hd]>/gu, '|')
      .replaceAll(/<[^>]*>/gu, '')
      .slice(0, -1),
  );

/** So many suggestions that came after so many milliseconds. */
const times = (count: number, ms: number): readonly LedgerRecord[] =>
  Array.from({ length: count }, () => ledgerRecord(0, 'c', { latency: oneOfLatency(ms) }));

describe('the page of the ledger', () => {
  it('says of times only what there are enough of', () => {
    const first = { offered: 1 };
    assert.doesNotMatch(html([ledgerRecord(0, 'c', first), ...times(1, 120)]), /came within \d/u);
    const few = html([ledgerRecord(0, 'c', first), ...times(19, 120)]);
    assert.match(few, /Half of the suggestions came within 125 ms\.</u);
    assert.match(few, /<td class="numeric">125 ms<\/td><td class="numeric">not known<\/td>/u);
    assert.match(
      html([ledgerRecord(0, 'c', first), ...times(20, 9000)]),
      /Half of the suggestions came within 5,000 ms; more than 5 of 100 took over 5,000 ms\./u,
    );
  });

  it('says in words what suggestions were worth', () => {
    const page = html([
      ledgerRecord(1, 'c', { offered: 1500, acceptedWhole: 290, acceptedPartly: 10 }),
      ledgerRecord(0, 'c', { knownAfter30s: 4, keptAfter30s: 3, knownAfter5min: 2, keptAfter5min: 1 }),
      ...times(20, 120),
    ]);
    for (const sentence of [
      'Suggestions offered in the last 90 days: 1,500.',
      'You took 300 of them (20 %): 290 whole and 10 in parts.',
      'On average, 75 % of a text that you took was still there after 30 seconds, and 50 % after 5 minutes.',
      'Half of the suggestions came within 125 ms, and 95 of 100 within 148 ms.',
    ]) {
      assert.ok(page.includes(sentence), sentence);
    }
  });

  const text = (details: Partial<LedgerPageContent>): string =>
    html([], details).replaceAll(/<[^>]*>/gu, ' ');

  it('says how often the model was right, by how sure it was', () => {
    const row = (...counts: readonly number[]): readonly number[] => [
      ...Array<number>(17).fill(0),
      ...counts,
    ];
    const page = html([
      ledgerRecord(2, 'c', { expectedByConfidence: row(40, 0, 60), rightByConfidence: row(30, 0, 57) }),
    ]);
    assert.match(
      page,
      /Can it be trusted\?.*80 to 90 %<\/th><td[^>]*>40<\/td><td[^>]*>30<\/td><td[^>]*>75 %/su,
    );
    assert.match(page, /95 to 100 %<\/th><td[^>]*>60<\/td><td[^>]*>57<\/td><td[^>]*>95 %/u);
    assert.match(page, /90 to 95 %<\/th><td[^>]*>0<\/td><td[^>]*>0<\/td><td[^>]*>not known/u);
    assert.doesNotMatch(html([]), /Can it be trusted/u);
  });

  it('says what it moved for a model that is less, or more, often right than it says', () => {
    const trusted = { threshold: 0.95, expected: 300, right: 150 };
    const later = text({ learnt: { trusted, unfit: { expected: 60, right: 12 } } });
    for (const sentence of [
      'This model is asked by hand alone: of 60 times that it was surest, it was right 12 times. Reset, another model',
      'shown from 95 % confidence on, later than the 90 % of the setting “balanced”: of 300 times that it was at least 90 % sure, it was right 150 times.',
    ]) {
      assert.ok(later.includes(sentence), sentence);
    }
    assert.doesNotMatch(later, /as the setting “balanced” says/u);
    const sooner = { trusted: { ...trusted, threshold: 0.7 } };
    assert.match(
      text({ learnt: sooner }),
      /from 70 % confidence on, sooner than the 90 % of the setting “balanced”/u,
    );
    const both = { ...sooner, threshold: { threshold: 0.8, offered: 212, taken: 3 } };
    assert.match(text({ learnt: both }), /Then later, from 80 % on: .* Of 212 you took 3\./u);
    const lower = { ...sooner, threshold: { threshold: 0.6, offered: 212, taken: 100 } };
    assert.match(text({ learnt: lower }), /Then sooner, from 60 % on/u);
  });

  it('says what was learnt, with the numbers it was learnt from', () => {
    const asSet = text({});
    assert.match(asSet, /in the last 30 days gives no reason to ask otherwise than the settings say/u);
    assert.match(asSet, /shown from 90 % confidence on, as the setting “balanced” says/u);
    assert.match(asSet, /waits about 75 ms, as the setting/u);
    assert.match(asSet, /go over several lines where that is due, as the setting/u);
    const more = text({ learnt: LEARNT });
    for (const sentence of [
      'From what you typed and took in the last 30 days; Reset starts anew:',
      'shown from 95 % confidence on, later than the 90 % of the setting “balanced”: you took hardly any of the less sure ones. Of 212 you took 3.',
      'waits about 150 ms, longer than the 75 ms of the setting “openelm.completion.debounce”: of 400 suggestions you typed past 300',
      'you took hardly any of those of several lines. Of 90 you took 1.',
    ]) {
      assert.ok(more.includes(sentence), sentence);
    }
    assert.match(
      text({ learnt: { threshold: { threshold: 0.3, offered: 212, taken: 100 } } }),
      /sooner than the 90 %/u,
    );
    const wait = { debounceMs: 38, seen: 400, hurriedPast: 3 };
    assert.match(text({ learnt: { wait } }), /about 38 ms, less than the 75 ms/u);
  });

  it('says what is as it was set, and that nothing is learnt of it', () => {
    const own = text({ settings: { ...AS_SET, threshold: 0.7, multiline: false } });
    assert.match(own, /from 70 % confidence on, as the setting “openelm.completion.confidence” says/u);
    assert.match(own, /end with the line, as the setting “openelm.completion.multiline” says/u);
    assert.doesNotMatch(own, /Nothing is learnt/u);
    const learns = { threshold: false, wait: false, length: false };
    assert.match(text({ settings: { ...AS_SET, learns } }), /Nothing is learnt: it is switched off/u);
    assert.match(text({ isEnabled: false }), /Nothing is learnt/u);
  });

  it('draws each day, with its numbers for those who cannot see it', () => {
    const page = html([
      ledgerRecord(2, 'c', { offered: 10, acceptedWhole: 4, acceptedPartly: 1 }),
      ledgerRecord(0, 'c', { offered: 20 }),
    ]);
    assert.match(
      page,
      /<svg class="chart" role="img" aria-labelledby="days-heading" aria-describedby="days-desc/u,
    );
    assert.match(page, /from Jan 2 to Jan 31\. Most were offered on Jan 31: 20, of which 0 were taken\./u);
    assert.deepEqual(
      [...page.matchAll(/<rect class="bar (\w+)"[^>]* height="([^"]*)"/gu)].map(([, kind, height]) => [
        kind,
        height,
      ]),
      [
        ['offered', '50%'],
        ['accepted', '25%'],
        ['offered', '100%'],
      ],
    );
    assert.equal(page.match(/<title>[A-Z][a-z]+ \d+: \d+ offered, \d+ taken</gu)?.length, 30);
    assert.deepEqual(rowsOf(page).slice(0, 3), [
      'Day|Offered|Taken whole|Taken in parts (inferred from edits)',
      'Jan 31|20|0|0',
      'Jan 29|10|4|1',
    ]);
  });

  it('tells each language with what stayed and how fast it came, and what is not known', () => {
    const page = html([
      ledgerRecord(0, 'c', { offered: 4, acceptedWhole: 2, knownAfter30s: 2, keptAfter30s: 1.5 }),
      ledgerRecord(0, 'c', { unknownAfter30s: 3, unknownAfter5min: 5 }),
      ...times(20, 9000),
      ledgerRecord(0, 'python', { offered: 5 }),
    ]);
    const [heading = '', ...rows] = rowsOf(page).slice(-3);
    assert.match(
      heading,
      /^Language\|Offered\|Taken whole\|Taken in parts \(inferred from edits\)\|Still there/u,
    );
    assert.deepEqual(rows, [
      'python|5|0|0|not known|not known|not known|not known',
      'c|4|2|0|75 %|not known|over 5,000 ms|over 5,000 ms',
    ]);
    assert.match(page, /Not known so far: 3 texts after 30 seconds, 5 after 5 minutes\./u);
  });

  it('says what will appear before anything was counted, and that counting is off', () => {
    const page = html([], { isEnabled: false });
    assert.match(page, /Nothing was counted yet\./u);
    assert.match(page, /Counting is switched off/u);
    assert.doesNotMatch(page, /<svg|<table/u);
    assert.doesNotMatch(html([]), /Counting is switched off/u);
  });

  it('says where the files lie, that nothing is sent, and how to reset or switch off', () => {
    for (const page of [html([]), html(ledgerMonth())]) {
      assert.match(page, /Counted on this machine and never sent\./u);
      assert.match(page, /<code dir="ltr">\/storage\/ledger<\/code>/u);
      assert.deepEqual(
        [...page.matchAll(/href="([^"]*)"/gu)].map(([, href]) => href),
        [
          'command:openelm.showLedger',
          'command:openelm.resetLedger',
          'command:workbench.action.openSettings?%5B%22openelm.ledger.enabled%22%5D',
          'command:workbench.action.openSettings?%5B%22openelm.completion.learn%22%5D',
        ],
      );
    }
  });

  it('lets no name become markup, and runs no script', () => {
    const page = html(ledgerMonth(), { folder: '/<script>alert(1)</script>' });
    assert.doesNotMatch(page, /<b>|<script/u);
    assert.match(page, /default-src &#39;none&#39;; style-src|default-src 'none'; style-src 'nonce-n0nce'/u);
    // What escaping would change would break the style.
    const [, style = ''] = /<style[^>]*>([^]*?)<\/style>/u.exec(page) ?? [];
    assert.ok(style.includes('.chart') && !style.includes('&'));
  });
});
