import { type TensorGroup, type TensorOverview, type TensorRow } from '../../models/inside/tensorOverview.ts';
import { type InsideWords } from './insideWords.ts';
import { element, type Markup } from './markup.ts';
import { folded, type Section } from './section.ts';
import { table } from './table.ts';

const BITS_PER_BYTE = 8;

/** How the weights are stored: sums by type, and every tensor, folded up by layer. */
export function tensorsSection(tensors: TensorOverview, words: InsideWords): Section {
  const { say } = words;
  return {
    id: 'tensors',
    heading: say('tensors'),
    content: [
      element('h3', {}, say('tensorsByType')),
      typesTable(tensors, words),
      element('h3', {}, say('tensorsByLayer')),
      tensors.groups.map((group) => groupMarkup(group, words)),
    ],
  };
}

function typesTable({ byType, total }: TensorOverview, { say, number, bytes }: InsideWords): Markup {
  const cells = (sum: { tensors: number; elements: number; bytes: number }): readonly string[] => [
    number(sum.tensors),
    number(sum.elements),
    bytes(sum.bytes),
    sum.bytes === 0 ? say('unknown') : number((sum.bytes * BITS_PER_BYTE) / sum.elements, 2),
  ];
  return table({
    caption: say('tensorsByType'),
    columns: [
      { heading: say('type') },
      { heading: say('tensors'), numeric: true },
      { heading: say('parameters'), numeric: true },
      { heading: say('size'), numeric: true },
      { heading: say('bitsPerWeight'), numeric: true },
    ],
    rows: byType.map(({ type, ...sum }) => [type, ...cells(sum)]),
    foot: [[say('total'), ...cells(total)]],
  });
}

function groupMarkup(group: TensorGroup, words: InsideWords): Markup {
  const { say, number, bytes } = words;
  const name = group.layer === undefined ? say('noLayer') : say('layer', group.layer);
  const leftOut = group.tensors - group.rows.length;
  const sum = say('groupSum', number(group.tensors), words.parameters(group.elements), bytes(group.bytes));
  return folded(
    [name, ' ', element('span', { class: 'quiet' }, sum)],
    group.rows.length === 0 ? undefined : rowsTable(say('tensorsOf', name), group.rows, words),
    leftOut === 0 ? undefined : element('p', {}, say('moreTensors', number(leftOut))),
  );
}

function rowsTable(caption: string, rows: readonly TensorRow[], { say, number }: InsideWords): Markup {
  return table({
    caption,
    columns: [
      { heading: say('tensor') },
      { heading: say('shape'), numeric: true },
      { heading: say('type') },
      { heading: say('bytes'), numeric: true },
    ],
    rows: rows.map((row) => [
      element('code', {}, row.name),
      row.dimensions.map((dimension) => number(dimension)).join(' × '),
      row.type,
      row.bytes === undefined ? say('unknown') : number(row.bytes),
    ]),
  });
}
