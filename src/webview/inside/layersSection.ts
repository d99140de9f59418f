import { type LayerParameters, sumOfLayer } from '../../models/inside/layerParameters.ts';
import { type LayerPlan } from '../../models/inside/modelInside.ts';
import { type InsideWords } from './insideWords.ts';
import { layerCharts } from './layerCharts.ts';
import { element, type Markup } from './markup.ts';
import { folded, type Section } from './section.ts';
import { table } from './table.ts';

/** The sizes of all layers as pictures and as a table, beside those of a uniform model. */
export function layersSection(plan: LayerPlan, words: InsideWords): Section {
  return {
    id: 'layers',
    heading: words.say('layers'),
    content: [
      element('p', {}, introduction(plan, words)),
      layerCharts(plan, words),
      folded(words.say('asTable'), layersTable(plan, words)),
    ],
  };
}

function introduction({ shapes, parameters, twin }: LayerPlan, { say, ...words }: InsideWords): string {
  if (twin !== undefined) {
    const own = sum(parameters.map(sumOfLayer));
    const uniform = sumOfLayer(twin.parameters) * shapes.length;
    return `${say('layersDiffer')} ${say('twin', words.parameters(own), words.parameters(uniform))}`;
  }
  const alike = new Set(shapes.map((shape) => JSON.stringify(shape))).size === 1;
  return alike ? say('layersAlike') : `${say('layersDiffer')} ${say('twinMissing')}`;
}

function layersTable({ shapes, parameters, twin }: LayerPlan, words: InsideWords): Markup {
  const { say, number } = words;
  const numeric = true;
  const cells = (shape: LayerPlan['shapes'][number], own: LayerParameters | undefined): readonly string[] => [
    number(shape.queryHeads),
    number(shape.keyValueHeads),
    number(shape.feedForward),
    number(own === undefined ? 0 : sumOfLayer(own)),
  ];
  const own = sum(parameters.map(sumOfLayer));
  return table({
    caption: say('layers'),
    columns: [
      { heading: say('layerHeading') },
      { heading: say('queryHeads'), numeric },
      { heading: say('keyValueHeads'), numeric },
      { heading: say('feedForwardWidth'), numeric },
      { heading: say('parameters'), numeric },
    ],
    rows: shapes.map((shape, layer) => [String(layer), ...cells(shape, parameters[layer])]),
    foot: [
      [say('together'), '', '', '', number(own)],
      ...(twin === undefined ? [] : [[say('uniform'), ...cells(twin.shape, twin.parameters)]]),
    ],
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
