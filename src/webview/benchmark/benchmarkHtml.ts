import { printableText } from '../../models/inside/printableText.ts';
import { type Child, element, type Markup } from '../inside/markup.ts';
import { table } from '../inside/table.ts';
import { pageDocument, type PageFiles } from '../pageDocument.ts';
import { progressText, rowCells, type Cell } from './benchmarkCells.ts';
import { type BenchmarkReport, type BenchmarkRow, type Compared } from './benchmarkReport.ts';
import { type BenchmarkWords } from './benchmarkWords.ts';
import { speedChart, type SpeedBar } from './speedChart.ts';

/** The page without its rows, which its script asks for: what has the focus stays when they come. */
export function benchmarkHtml({ say, language }: BenchmarkWords, files: PageFiles): string {
  return pageDocument(language, files, say('title'), [
    element('header', {}, element('h1', {}, say('title'))),
    element('p', { class: 'quiet' }, say('about')),
    element(
      'div',
      { class: 'actions' },
      element('button', { id: 'copy', type: 'button' }, say('copy')),
      element('button', { id: 'cancel', type: 'button' }, say('cancel')),
      element('span', { id: 'status', role: 'status' }),
    ),
    element('div', { id: 'report' }),
  ]);
}

/** Charts and table of the rows that are there. */
export function reportMarkup(report: BenchmarkReport, words: BenchmarkWords): Markup {
  return element(
    'div',
    {},
    element('p', { class: 'quiet' }, progressText(report, words)),
    report.rows.length === 0 ? undefined : [charts(report.rows, words), resultTable(report.rows, words)],
    element('p', { class: 'quiet' }, printableText(report.machine)),
  );
}

function charts(rows: readonly BenchmarkRow[], words: BenchmarkWords): Child {
  const figures = (['generation', 'prompt'] as const).flatMap((kind) => {
    const bars = rows.flatMap((row) => barsOf(row, kind, words));
    return bars.length === 0 ? [] : [speedChart(kind, bars, words)];
  });
  return figures.length === 0 ? undefined : element('div', { class: 'charts' }, figures);
}

function barsOf(row: BenchmarkRow, kind: 'generation' | 'prompt', words: BenchmarkWords): SpeedBar[] {
  const speed: Compared | undefined = row.result.kind === 'measured' ? row.result.measured[kind] : undefined;
  if (speed === undefined) {
    return [];
  }
  const cells = rowCells(row, words);
  const name = printableText(`${cells.model}, ${row.backend}, ${words.say('threadsAre', cells.threads)}`);
  return [{ name, value: speed.measured, expected: speed.expected, text: cells[kind].text }];
}

function resultTable(rows: readonly BenchmarkRow[], words: BenchmarkWords): Markup {
  const { say } = words;
  return element(
    'section',
    { 'aria-labelledby': 'results-heading' },
    element('h2', { id: 'results-heading' }, say('results')),
    table({
      caption: say('results'),
      columns: [
        { heading: say('model') },
        { heading: say('backend') },
        { heading: say('threads'), numeric: true },
        { heading: say('prompt'), numeric: true },
        { heading: say('generation'), numeric: true },
        { heading: say('load'), numeric: true },
        { heading: say('memory'), numeric: true },
      ],
      rows: rows.map((row) => {
        const { model, backend, threads, prompt, generation, load, memory, notes } = rowCells(row, words);
        return [
          [
            printableText(model),
            notes.map((note) => element('span', { class: 'note' }, printableText(note))),
          ],
          printableText(backend),
          threads,
          ...[prompt, generation, load, memory].map(cellMarkup),
        ];
      }),
    }),
  );
}

function cellMarkup({ text, expected }: Cell): Child {
  return expected === undefined ? text : [text, ' ', element('span', { class: 'quiet' }, expected)];
}
