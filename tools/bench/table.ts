import { type Figure } from './figures.ts';

const HEADINGS = ['', 'median', 'p95', 'max', 'unit', 'n', ''] as const;
/** The columns of words; numbers are aligned to the right. */
const WORDS = new Set([0, 4, 6]);

/** Figures below the name of their measurement, as lines of equal columns. */
export function formatTable(results: ReadonlyMap<string, readonly Figure[]>): string {
  const sections = [...results].map(([name, figures]) => ({ name, rows: figures.map(toRow) }));
  const all = [HEADINGS, ...sections.flatMap(({ rows }) => rows)];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        WORDS.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return sections
    .map(({ name, rows }) => [line([name, ...HEADINGS.slice(1)]), ...rows.map(line)].join('\n'))
    .join('\n\n');
}

function toRow({ name, unit, count, median, p95, max, note }: Figure): string[] {
  // Of a single value the other columns would say nothing.
  const spread = count > 1 ? [p95, max].map(number) : ['', ''];
  return [`  ${name}`, number(median), ...spread, unit, String(count), note ?? ''];
}

function number(value: number): string {
  if (Number.isNaN(value)) {
    return '–';
  }
  return Math.abs(value) >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
}
