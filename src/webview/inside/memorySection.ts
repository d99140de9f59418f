import { type MemoryEstimate } from '../../models/estimateMemory.ts';
import { type InsideWords } from './insideWords.ts';
import { element, type Markup } from './markup.ts';
import { type Section } from './section.ts';
import { table } from './table.ts';

interface MemoryPart {
  /** Its colour in inside.css. */
  readonly kind: string;
  readonly name: string;
  readonly bytes: number;
  /** Of the whole, from 0 to 100. */
  readonly percent: number;
}

/** What a loaded model takes, part by part: one bar, and a table that says the same. */
export function memorySection(memory: MemoryEstimate, words: InsideWords): Section {
  const { say } = words;
  const part = (kind: string, name: string, bytes: number): MemoryPart => ({
    ...{ kind, name, bytes },
    percent: (bytes / memory.total) * 100,
  });
  const parts = [
    part('attention', say('weights'), memory.weights),
    part('feed-forward', say('keysAndValues', words.number(memory.keyValueTokens)), memory.keyValueCache),
    part('other', say('scratch'), memory.compute),
  ];
  return {
    id: 'memory',
    heading: say('memory'),
    content: [
      element('p', {}, say('memoryAbout', words.bytes(memory.total))),
      memoryBar(parts, words),
      memoryTable(parts, memory.total, words),
    ],
  };
}

function memoryBar(parts: readonly MemoryPart[], { say, bytes }: InsideWords): Markup {
  const ids = { title: 'chart-memory-title', description: 'chart-memory-description' };
  const description = parts.map((part) => `${part.name} ${bytes(part.bytes)}`).join(', ');
  let end = 0;
  return element(
    'svg',
    { class: 'memory-bar', role: 'img', 'aria-labelledby': ids.title, 'aria-describedby': ids.description },
    element('title', { id: ids.title }, say('memory')),
    element('desc', { id: ids.description }, description),
    parts.map(({ kind, percent }) => {
      const x = end;
      end += percent;
      const place = { x: `${x.toFixed(2)}%`, width: `${percent.toFixed(2)}%`, y: '0', height: '100%' };
      return element('rect', { class: `bar ${kind}`, ...place });
    }),
  );
}

function memoryTable(
  parts: readonly MemoryPart[],
  total: number,
  { say, bytes, number }: InsideWords,
): Markup {
  return table({
    caption: say('memory'),
    columns: [
      { heading: say('part') },
      { heading: say('size'), numeric: true },
      { heading: say('share'), numeric: true },
    ],
    rows: parts.map((part) => [
      [element('span', { class: `swatch ${part.kind}`, 'aria-hidden': 'true' }), part.name],
      bytes(part.bytes),
      `${number(part.percent, 1)} %`,
    ]),
    foot: [[say('total'), bytes(total), '']],
  });
}
