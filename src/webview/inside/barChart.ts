import { element, type Markup } from './markup.ts';

/** What a bar is about: named as its colour in inside.css. */
export type BarKind = 'query' | 'key-value' | 'attention' | 'feed-forward' | 'other';

/** A piece of a bar, in the chart's unit. */
export interface BarPiece {
  readonly kind: BarKind;
  readonly from: number;
  readonly to: number;
}

/** One bar for each layer, and dashed lines for what is the same in all layers of another model. */
export interface BarChart {
  /** Names the elements of this chart; a word of our own. */
  readonly id: string;
  readonly title: string;
  /** What is to be seen, in a sentence. */
  readonly description: string;
  readonly bars: readonly { readonly label: string; readonly pieces: readonly BarPiece[] }[];
  readonly levels: readonly number[];
  readonly axisTitle: string;
  /** Writes a value at the axis. */
  readonly write: (value: number) => string;
}

const MOST_TICKS = 4;
const MOST_LAYER_LABELS = 8;
/** Of the room of a layer. */
const BAR_SHARE = 0.8;
/** Steps of an axis, times a power of ten. */
const STEPS = [1, 2, 5, 10];

/**
 * The chart as SVG whose bars are sized in percent and whose words are not: it fills the width there is, narrow or wide,
 * and the words keep their size.
 */
export function barChart(chart: BarChart): Markup {
  const ticks = axisTicks(highest(chart));
  const top = ticks.at(-1) ?? 1;
  const percent = (value: number): string => `${round((1 - value / top) * 100)}%`;
  const titleId = `${chart.id}-title`;
  const descriptionId = `${chart.id}-description`;
  const line = (kind: string, value: number): Markup =>
    element('line', { class: kind, x1: '0', x2: '100%', y1: percent(value), y2: percent(value) });
  return element(
    'svg',
    { class: 'chart', role: 'img', 'aria-labelledby': titleId, 'aria-describedby': descriptionId },
    element('title', { id: titleId }, chart.title),
    element('desc', { id: descriptionId }, chart.description),
    ticks.map((tick) => [
      line(tick === 0 ? 'axis' : 'grid', tick),
      element('text', { class: 'tick', x: '-0.5em', y: percent(tick), dy: '0.32em' }, chart.write(tick)),
    ]),
    chart.bars.map(({ label, pieces }, layer) =>
      element(
        'g',
        {},
        element('title', {}, label),
        pieces.map((piece) => bar(piece, layer, chart.bars.length, percent)),
      ),
    ),
    chart.levels.map((level) => [line('level-edge', level), line('level', level)]),
    layerLabels(chart.bars.length),
    element('text', { class: 'axis-title', x: '50%', y: '100%', dy: '2.7em' }, chart.axisTitle),
  );
}

function bar(
  { kind, from, to }: BarPiece,
  layer: number,
  layers: number,
  percent: (value: number) => string,
): Markup {
  const room = 100 / layers;
  return element('rect', {
    class: `bar ${kind}`,
    x: `${round(room * (layer + (1 - BAR_SHARE) / 2))}%`,
    width: `${round(room * BAR_SHARE)}%`,
    y: percent(to),
    height: `${round(parseFloat(percent(from)) - parseFloat(percent(to)))}%`,
  });
}

/** The first layer, and every second, fourth or so after it. */
function layerLabels(layers: number): readonly Markup[] {
  const step = stepFor(layers / MOST_LAYER_LABELS, 1);
  return Array.from({ length: Math.ceil(layers / step) }, (_, index) => index * step).map((layer) =>
    element(
      'text',
      { class: 'layer', x: `${round(((layer + 0.5) * 100) / layers)}%`, y: '100%', dy: '1.3em' },
      String(layer),
    ),
  );
}

/** Whole round values from 0 to one that is not below `most`: at most five. */
export function axisTicks(most: number): readonly number[] {
  const step = stepFor(most / MOST_TICKS, 1);
  const count = Math.max(1, Math.ceil(most / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

function stepFor(least: number, smallest: number): number {
  const wanted = Math.max(least, smallest);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return (STEPS.find((step) => step * power >= wanted - 1e-9) ?? 10) * power;
}

function highest({ bars, levels }: BarChart): number {
  return bars.reduce(
    (most, { pieces }) => pieces.reduce((own, { to }) => Math.max(own, to), most),
    Math.max(1, ...levels),
  );
}

/** Hundredths of a percent are finer than any screen. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
