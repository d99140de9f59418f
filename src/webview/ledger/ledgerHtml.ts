import { THRESHOLDS } from '../../core/completion/eagerness.ts';
import { type Counts } from '../../core/ledger/counts.ts';
import { type Learnable, type Learnt } from '../../core/ledger/learnt.ts';
import { percentileOf } from '../../core/ledger/latencyHistogram.ts';
import { LEARNT_FROM_DAYS } from '../../core/ledger/takenShare.ts';
import { trustRows } from '../../core/ledger/trustRows.ts';
import { KEPT_DAYS, type LedgerReport } from '../../core/ledger/ledgerReport.ts';
import { type Child, element, type Markup } from '../inside/markup.ts';
import { table } from '../inside/table.ts';
import { stillPage } from '../stillPage.ts';
import { type ChartDay, dayChart } from './dayChart.ts';
import { LEDGER_STYLE } from './ledgerStyle.ts';
import { type LedgerWords } from './ledgerWords.ts';

/** What the page shows. */
export interface LedgerPageContent {
  readonly report: LedgerReport;
  /** Where the files lie. */
  readonly folder: string;
  readonly isEnabled: boolean;
  readonly settings: Learnable;
  readonly learnt: Learnt;
}

/** Opens the setting; the page may run it because ledgerPanel.ts allows it. */
const SETTING = `command:workbench.action.openSettings?${encodeURIComponent('["openelm.ledger.enabled"]')}`;
const LEARNING = `command:workbench.action.openSettings?${encodeURIComponent('["openelm.completion.learn"]')}`;
/** What asks for another confidence than a choice of how eager suggestions are. */
const CONFIDENCE = 'openelm.completion.confidence';
/** A model or a file names its language as it likes; nobody writes in more. */
const MOST_LANGUAGES = 50;

/** The page of what suggestions were worth. */
export function ledgerHtml(content: LedgerPageContent, words: LedgerWords, nonce: string): string {
  const { say, language } = words;
  const { report, isEnabled } = content;
  const link = (href: string, text: string): Markup => element('li', {}, element('a', { href }, text));
  return stillPage({ language, title: say('title'), nonce, style: LEDGER_STYLE }, [
    element('h1', {}, say('title')),
    element('p', { class: 'quiet' }, say('about')),
    element(
      'ul',
      { class: 'links' },
      link('command:openelm.showLedger', say('refresh')),
      link('command:openelm.resetLedger', say('reset')),
      link(SETTING, say('settings')),
    ),
    isEnabled ? undefined : element('p', { class: 'notice' }, say('isOff')),
    report.total.offered === 0
      ? element('p', {}, say('empty'))
      : [summary(report.total, words), daysSection(report, words), languagesSection(report, words)],
    trustSection(report.lately, words),
    learntSection(content, words),
    howSection(report.total, words),
    whereSection(content, words),
  ]);
}

function accepted({ acceptedWhole, acceptedPartly }: Counts): number {
  return acceptedWhole + acceptedPartly;
}

/** As far as enough were counted to say it; empty for hardly any. */
function latencyInWords(latency: Counts['latency'], { say, number }: LedgerWords): string {
  const median = percentileOf(latency, 0.5);
  const slow = percentileOf(latency, 0.95);
  if (median === undefined) {
    return '';
  }
  return slow === undefined
    ? say('latencyHalfInWords', number(median.ms))
    : say(slow.isAtLeast ? 'latencySlowInWords' : 'latencyInWords', number(median.ms), number(slow.ms));
}

function summary(total: Counts, words: LedgerWords): Child {
  const { say, number, percent } = words;
  const taken = accepted(total);
  const sentences = [
    say('offeredInWords', KEPT_DAYS, number(total.offered)),
    say(
      'acceptedInWords',
      number(taken),
      // Taken today may be what was offered before the oldest day.
      percent(Math.min(1, taken / total.offered)),
      number(total.acceptedWhole),
      number(total.acceptedPartly),
    ),
    total.knownAfter30s === 0 || total.knownAfter5min === 0
      ? ''
      : say(
          'keptInWords',
          percent(total.keptAfter30s / total.knownAfter30s),
          percent(total.keptAfter5min / total.knownAfter5min),
        ),
    latencyInWords(total.latency, words),
  ];
  return sentences
    .filter((sentence) => sentence !== '')
    .map((sentence, index) => element('p', { class: index === 0 ? 'total' : undefined }, sentence));
}

function daysSection({ days }: LedgerReport, words: LedgerWords): Markup {
  const { say, number, date } = words;
  const chart: readonly ChartDay[] = days.map(({ day, counts }) => ({
    day,
    offered: counts.offered,
    accepted: accepted(counts),
  }));
  const entry = (kind: string, text: string): Markup =>
    element('li', {}, element('span', { class: `swatch ${kind}`, 'aria-hidden': 'true' }), text);
  return element(
    'section',
    { 'aria-labelledby': 'days-heading' },
    element('h2', { id: 'days-heading' }, say('byDay', days.length)),
    dayChart(chart, words),
    element('ul', { class: 'links' }, entry('offered', say('offered')), entry('accepted', say('accepted'))),
    element(
      'details',
      {},
      element('summary', {}, say('chartNumbers')),
      table({
        caption: say('chartNumbers'),
        columns: [
          { heading: say('day') },
          { heading: say('offered'), numeric: true },
          { heading: say('acceptedWhole'), numeric: true },
          { heading: say('acceptedPartly'), numeric: true },
        ],
        rows: days
          .toReversed()
          .filter(({ counts }) => counts.offered + accepted(counts) > 0)
          .map(({ day, counts }) => [
            date(day),
            ...[counts.offered, counts.acceptedWhole, counts.acceptedPartly].map((count) => number(count)),
          ]),
      }),
    ),
  );
}

function languagesSection({ languages }: LedgerReport, words: LedgerWords): Markup {
  const { say } = words;
  const numeric = [
    'offered',
    'acceptedWhole',
    'acceptedPartly',
    'keptAfter30s',
    'keptAfter5min',
    'latencyMedian',
    'latencyP95',
  ] as const;
  return element(
    'section',
    { 'aria-labelledby': 'languages-heading' },
    element('h2', { id: 'languages-heading' }, say('byLanguage')),
    table({
      caption: say('byLanguage'),
      columns: [
        { heading: say('language') },
        ...numeric.map((key) => ({ heading: say(key), numeric: true })),
      ],
      rows: languages
        .slice(0, MOST_LANGUAGES)
        .map(({ language, counts }) => [language, ...languageCells(counts, words)]),
    }),
  );
}

function languageCells(counts: Counts, { say, number, percent }: LedgerWords): readonly string[] {
  const share = (kept: number, known: number): string =>
    known === 0 ? say('notKnown') : percent(kept / known);
  const within = (part: number): string => {
    const time = percentileOf(counts.latency, part);
    return time === undefined
      ? say('notKnown')
      : say(time.isAtLeast ? 'overMilliseconds' : 'milliseconds', number(time.ms));
  };
  return [
    number(counts.offered),
    number(counts.acceptedWhole),
    number(counts.acceptedPartly),
    share(counts.keptAfter30s, counts.knownAfter30s),
    share(counts.keptAfter5min, counts.knownAfter5min),
    within(0.5),
    within(0.95),
  ];
}

/** How often the model was right, by how sure it was. */
function trustSection(lately: Counts, words: LedgerWords): Child {
  const { say, number, percent } = words;
  const rows = trustRows(lately);
  if (rows.every(({ expected }) => expected === 0)) {
    return undefined;
  }
  return element(
    'section',
    { 'aria-labelledby': 'trust-heading' },
    element('h2', { id: 'trust-heading' }, say('trustTitle')),
    element('p', {}, say('trustAbout', LEARNT_FROM_DAYS)),
    table({
      caption: say('trustTitle'),
      columns: [
        { heading: say('trustConfidence') },
        { heading: say('trustExpected'), numeric: true },
        { heading: say('trustRight'), numeric: true },
        { heading: say('trustShare'), numeric: true },
      ],
      rows: rows.map(({ from, to, expected, right }) => [
        say('trustRange', number(from * 100), number(to * 100)),
        ...[number(expected), number(right)],
        expected === 0 ? say('notKnown') : percent(right / expected),
      ]),
    }),
  );
}

/** What the user's choices changed, in numbers that they can check. */
function learntSection({ settings, learnt, isEnabled }: LedgerPageContent, words: LedgerWords): Child {
  const { say } = words;
  const found = [
    ...trusted(settings, learnt, words),
    learntThreshold(settings, learnt, words),
    learntWait(settings, learnt, words),
    learntLength(settings, learnt, words),
  ];
  const isOff = !isEnabled || Object.values(settings.learns).every((learns) => !learns);
  const isNone = Object.values(learnt).every((one) => one === undefined);
  return [
    element('h2', {}, say('learntTitle')),
    isOff
      ? element('p', {}, say('learntOff'))
      : element('p', {}, say(isNone ? 'learntNothing' : 'learntSome', LEARNT_FROM_DAYS)),
    element('ul', {}, ...found.filter((text) => text !== '').map((text) => element('li', {}, text))),
    element('p', {}, element('a', { href: LEARNING }, say('learntSetting'))),
  ];
}

type LearntText = (settings: Learnable, learnt: Learnt, words: LedgerWords) => string;

/** What a model's own share of right expectations changed. */
function trusted(settings: Learnable, { trusted, unfit }: Learnt, words: LedgerWords): readonly string[] {
  const { say, number, percent } = words;
  const { threshold } = settings;
  const moved =
    trusted === undefined
      ? []
      : [
          say(
            trusted.threshold > threshold ? 'trustedMore' : 'trustedLess',
            ...[percent(trusted.threshold), percent(threshold), settingOf(settings)],
            ...[number(trusted.expected), number(trusted.right)],
          ),
        ];
  return unfit === undefined ? moved : [say('unfit', number(unfit.expected), number(unfit.right)), ...moved];
}

const learntThreshold: LearntText = (settings, learnt, { say, number, percent }) => {
  const base = learnt.trusted?.threshold ?? settings.threshold;
  if (learnt.threshold === undefined) {
    return learnt.trusted === undefined ? say('thresholdAsSet', percent(base), settingOf(settings)) : '';
  }
  const { threshold: moved, offered, taken } = learnt.threshold;
  const key = moved > base ? 'thresholdMore' : 'thresholdLess';
  const taking = say('takenOf', number(offered), number(taken));
  return learnt.trusted === undefined
    ? `${say(key, percent(moved), percent(base), settingOf(settings))} ${taking}`
    : `${say(moved > base ? 'thresholdThenMore' : 'thresholdThenLess', percent(moved))} ${taking}`;
};

/** By what the threshold is set. */
function settingOf({ threshold, eagerness }: Learnable): string {
  return threshold === THRESHOLDS[eagerness] ? eagerness : CONFIDENCE;
}

const learntWait: LearntText = ({ debounceMs }, { wait }, { say, number }) => {
  if (wait === undefined) {
    return say('waitAsSet', number(debounceMs));
  }
  const key = wait.debounceMs > debounceMs ? 'waitMore' : 'waitLess';
  return say(key, number(wait.debounceMs), number(debounceMs), number(wait.seen), number(wait.hurriedPast));
};

const learntLength: LearntText = ({ multiline }, { oneLine }, { say, number }) =>
  oneLine === undefined
    ? say(multiline ? 'linesAsSet' : 'lineAsSet')
    : `${say('lineOnly')} ${say('takenOf', number(oneLine.offered), number(oneLine.taken))}`;

function howSection({ unknownAfter30s, unknownAfter5min }: Counts, { say, number }: LedgerWords): Child {
  const unknown =
    unknownAfter30s + unknownAfter5min === 0
      ? ''
      : ` ${say('howUnknown', number(unknownAfter30s), number(unknownAfter5min))}`;
  return [
    element('h2', {}, say('howTitle')),
    element(
      'ul',
      {},
      [say('howOffered'), say('howAccepted'), say('howKept') + unknown, say('howLatency')].map((text) =>
        element('li', {}, text),
      ),
    ),
  ];
}

function whereSection({ folder }: LedgerPageContent, { say }: LedgerWords): Child {
  return [
    element('h2', {}, say('whereTitle')),
    element('p', {}, say('where'), ' ', element('code', { dir: 'ltr' }, folder)),
    element('p', {}, say('whereLimits', KEPT_DAYS)),
  ];
}
