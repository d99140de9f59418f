import { rowCells, progressText, type Cell } from './benchmarkCells.ts';
import { type BenchmarkReport } from './benchmarkReport.ts';
import { type BenchmarkWords } from './benchmarkWords.ts';

/** The report as a table for an issue or a chat; names of models may hold anything and stay text. */
export function benchmarkMarkdown(report: BenchmarkReport, words: BenchmarkWords): string {
  const { say } = words;
  const rows = report.rows.map((row) => rowCells(row, words));
  const headings = ['model', 'backend', 'threads', 'prompt', 'generation', 'load', 'memory'] as const;
  const notes = rows.flatMap(({ model, backend, threads, notes }) =>
    notes.map((note) => `- ${escaped(model)}, ${escaped(backend)}, ${threads}: ${escaped(note)}`),
  );
  return [
    line(headings.map((key) => say(key))),
    line(['---', '---', '---:', '---:', '---:', '---:', '---:']),
    ...rows.map((row) =>
      line([
        escaped(row.model),
        escaped(row.backend),
        row.threads,
        ...[row.prompt, row.generation, row.load, row.memory].map(cell),
      ]),
    ),
    '',
    ...(notes.length === 0 ? [] : [...notes, '']),
    ...(report.state === 'done' ? [] : [progressText(report, words), '']),
    escaped(report.machine),
    '',
  ].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cell({ text, expected }: Cell): string {
  return expected === undefined ? text : `${text} ${expected}`;
}

/** What Markdown would read as a mark, with a backslash; line breaks would end the row. */
function escaped(text: string): string {
  return text.replaceAll(/[\r\n]+/gu, ' ').replaceAll(/[\\`*_{}[\]<>#|~!&]/gu, '\\$&');
}
