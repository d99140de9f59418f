import { type LayerParameters, sumOfLayer } from '../../models/inside/layerParameters.ts';
import { type LayerPlan } from '../../models/inside/modelInside.ts';
import { barChart, type BarChart, type BarKind } from './barChart.ts';
import { type InsideStrings, type InsideWords } from './insideWords.ts';
import { type Child, element, type Markup } from './markup.ts';

/** What a chart shows besides its bars. */
interface Legend {
  readonly kinds: readonly (readonly [BarKind, keyof InsideStrings])[];
  readonly uniform?: string | undefined;
}

/** Heads, feed-forward width and parameters by layer, with a line for a uniform model of the same size. */
export function layerCharts(plan: LayerPlan, words: InsideWords): Markup {
  return element(
    'div',
    { class: 'charts' },
    headsFigure(plan, words),
    feedForwardFigure(plan, words),
    parametersFigure(plan, words),
  );
}

function headsFigure({ shapes, twin }: LayerPlan, words: InsideWords): Markup {
  const { say, number } = words;
  return figure(
    words,
    {
      id: 'chart-heads',
      title: say('heads'),
      description: describe(
        words,
        'queryHeads',
        shapes.map((shape) => shape.queryHeads),
      ),
      bars: shapes.map(({ queryHeads, keyValueHeads }, layer) => ({
        label: `${say('layer', layer)}: ${say('queryHeads')} ${number(queryHeads)}, ${say('keyValueHeads')} ${number(keyValueHeads)}`,
        pieces: [
          { kind: 'query', from: 0, to: queryHeads },
          { kind: 'key-value', from: 0, to: keyValueHeads },
        ],
      })),
      levels: twin === undefined ? [] : [twin.shape.queryHeads, twin.shape.keyValueHeads],
      axisTitle: say('layerHeading'),
      write: number,
    },
    {
      kinds: [
        ['query', 'queryHeads'],
        ['key-value', 'keyValueHeads'],
      ],
      uniform:
        twin === undefined
          ? undefined
          : `${number(twin.shape.queryHeads)} / ${number(twin.shape.keyValueHeads)}`,
    },
  );
}

function feedForwardFigure({ shapes, twin }: LayerPlan, words: InsideWords): Markup {
  const { say, number } = words;
  const widths = shapes.map((shape) => shape.feedForward);
  return figure(
    words,
    {
      id: 'chart-feed-forward',
      title: say('feedForwardWidth'),
      description: describe(words, 'feedForwardWidth', widths),
      bars: widths.map((width, layer) => ({
        label: `${say('layer', layer)}: ${number(width)}`,
        pieces: [{ kind: 'feed-forward', from: 0, to: width }],
      })),
      levels: twin === undefined ? [] : [twin.shape.feedForward],
      axisTitle: say('layerHeading'),
      write: number,
    },
    {
      kinds: [['feed-forward', 'feedForwardWidth']],
      uniform: twin === undefined ? undefined : number(twin.shape.feedForward),
    },
  );
}

function parametersFigure({ parameters, twin }: LayerPlan, words: InsideWords): Markup {
  const { say } = words;
  const hasOther = parameters.some(({ other }) => other > 0);
  return figure(
    words,
    {
      id: 'chart-parameters',
      title: say('parametersByLayer'),
      description: describe(words, 'parametersByLayer', parameters.map(sumOfLayer), words.parameters),
      bars: parameters.map((own, layer) => ({
        label: `${say('layer', layer)}: ${words.parameters(sumOfLayer(own))}`,
        pieces: stack(own),
      })),
      levels: twin === undefined ? [] : [sumOfLayer(twin.parameters)],
      axisTitle: say('layerHeading'),
      write: words.parameters,
    },
    {
      kinds: [
        ['attention', 'attention'],
        ['feed-forward', 'feedForward'],
        ...(hasOther ? ([['other', 'otherParts']] as const) : []),
      ],
      uniform: twin === undefined ? undefined : words.parameters(sumOfLayer(twin.parameters)),
    },
  );
}

function stack({ attention, feedForward, other }: LayerParameters): BarChart['bars'][number]['pieces'] {
  const pieces = [
    { kind: 'attention', from: 0, to: attention },
    { kind: 'feed-forward', from: attention, to: attention + feedForward },
    { kind: 'other', from: attention + feedForward, to: attention + feedForward + other },
  ] as const;
  return pieces.filter(({ from, to }) => to > from);
}

/** Where a series begins, where it ends, and its bounds. */
function describe(
  { say, number }: InsideWords,
  series: keyof InsideStrings,
  values: readonly number[],
  write: (value: number) => string = number,
): string {
  const [first = 0] = values;
  const last = values.at(-1) ?? 0;
  const bounds = [Math.min(...values), Math.max(...values)];
  return say(
    'chartDescription',
    say(series),
    values.length,
    ...[first, last, ...bounds].map((value) => write(value)),
  );
}

function figure({ say }: InsideWords, chart: BarChart, { kinds, uniform }: Legend): Markup {
  const entry = (kind: string, text: Child): Markup =>
    element('li', {}, element('span', { class: `swatch ${kind}`, 'aria-hidden': 'true' }), text);
  return element(
    'figure',
    {},
    element('figcaption', {}, chart.title),
    barChart(chart),
    element(
      'ul',
      { class: 'legend' },
      kinds.map(([kind, key]) => entry(kind, say(key))),
      uniform === undefined ? undefined : entry('level', say('uniformIs', uniform)),
    ),
  );
}
