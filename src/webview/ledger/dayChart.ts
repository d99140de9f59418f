import { axisTicks } from '../inside/barChart.ts';
import { element, type Markup } from '../inside/markup.ts';
import { type LedgerWords } from './ledgerWords.ts';

/** A day of the chart. */
export interface ChartDay {
  /** As the ledger writes it. */
  readonly day: string;
  readonly offered: number;
  readonly accepted: number;
}

/** Of the room of a day. */
const BAR_SHARE = 0.7;
/** A word at the axis for each week, counted from today. */
const LABEL_EVERY = 7;

/**
 * A bar for each day: a frame for what was offered, filled as far as it was taken. Sizes are in percent and words are
 * not, so that it fills the width there is and the words keep their size.
 */
export function dayChart(days: readonly ChartDay[], words: LedgerWords): Markup {
  const { say, number } = words;
  const ticks = axisTicks(Math.max(1, ...days.map(({ offered, accepted }) => Math.max(offered, accepted))));
  const top = ticks.at(-1) ?? 1;
  const y = (value: number): string => percent(1 - value / top);
  return element(
    'svg',
    {
      class: 'chart',
      role: 'img',
      'aria-labelledby': 'days-heading',
      'aria-describedby': 'days-description',
    },
    element('desc', { id: 'days-description' }, describe(days, words)),
    ticks.map((tick) => [
      element('line', { class: tick === 0 ? 'axis' : 'grid', x1: '0', x2: '100%', y1: y(tick), y2: y(tick) }),
      element('text', { class: 'tick', x: '-0.5em', y: y(tick), dy: '0.32em' }, number(tick)),
    ]),
    days.map(({ day, offered, accepted }, index) =>
      element(
        'g',
        {},
        element('title', {}, say('dayLabel', words.date(day), number(offered), number(accepted))),
        bar('offered', offered / top, index / days.length, days.length),
        bar('accepted', accepted / top, index / days.length, days.length),
      ),
    ),
    days.map(({ day }, index) =>
      (days.length - 1 - index) % LABEL_EVERY === 0
        ? element(
            'text',
            { class: 'day', x: percent((index + 0.5) / days.length), y: '100%', dy: '1.4em' },
            words.date(day),
          )
        : undefined,
    ),
  );
}

function bar(kind: 'offered' | 'accepted', height: number, left: number, days: number): Markup | undefined {
  const room = 1 / days;
  return height === 0
    ? undefined
    : element('rect', {
        class: `bar ${kind}`,
        x: percent(left + (room * (1 - BAR_SHARE)) / 2),
        width: percent(room * BAR_SHARE),
        y: percent(1 - height),
        height: percent(height),
      });
}

function describe(days: readonly ChartDay[], { say, number, date }: LedgerWords): string {
  const [first] = days;
  const last = days.at(-1);
  const [most] = days.toSorted((a, b) => b.offered - a.offered);
  return first === undefined || last === undefined || most === undefined
    ? ''
    : say(
        'chartDescription',
        date(first.day),
        date(last.day),
        date(most.day),
        number(most.offered),
        number(most.accepted),
      );
}

/** Hundredths of a percent are finer than any screen. */
function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}
