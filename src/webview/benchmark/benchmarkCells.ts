import { type BenchmarkReport, type BenchmarkRow, type Compared } from './benchmarkReport.ts';
import { type BenchmarkWords } from './benchmarkWords.ts';

/** A value in words, and what had been expected in its place. */
export interface Cell {
  readonly text: string;
  readonly expected?: string;
}

/** What stands in a row of the table, by its columns. */
export interface RowCells {
  readonly model: string;
  readonly backend: string;
  readonly threads: string;
  readonly prompt: Cell;
  readonly generation: Cell;
  readonly load: Cell;
  readonly memory: Cell;
  /** What is to be said of the row. */
  readonly notes: readonly string[];
}

const NOTHING: Cell = { text: '–' };

/** A row in words, for the page and for Markdown alike. */
export function rowCells(row: BenchmarkRow, words: BenchmarkWords): RowCells {
  const { say, number } = words;
  const { name, quantisation, backend, devices, threads, result } = row;
  const where = {
    model: `${name} (${quantisation})`,
    backend: [backend, ...devices].join(', '),
    threads: threads === undefined ? '–' : number(threads),
  };
  if (result.kind === 'failed') {
    const cells = { prompt: NOTHING, generation: NOTHING, load: NOTHING, memory: NOTHING };
    return { ...where, ...cells, notes: [say('failed', result.problem)] };
  }
  const { prompt, generation, loadMs, memory, wasDisturbed } = result.measured;
  const speed = (value: number): string => number(value, value < 10 ? 1 : 0);
  return {
    ...where,
    prompt: compared(prompt, speed, words),
    generation: compared(generation, speed, words),
    load: { text: say('seconds', number(loadMs / 1000, 1)) },
    memory: compared(memory, words.bytes, words),
    notes: [
      ...(generation === undefined ? [say('endedAtOnce')] : []),
      ...(wasDisturbed ? [say('disturbed')] : []),
    ],
  };
}

/** How far the benchmark is, in a sentence. */
export function progressText({ rows, planned, state }: BenchmarkReport, { say }: BenchmarkWords): string {
  switch (state) {
    case 'running':
      return rows.length === 0 ? say('nothingYet') : say('running', rows.length, planned);
    case 'done':
      return say('done');
    case 'cancelled':
      return say('cancelled', rows.length, planned);
  }
}

function compared(
  value: Compared | undefined,
  write: (value: number) => string,
  { say, number }: BenchmarkWords,
): Cell {
  if (value === undefined) {
    return NOTHING;
  }
  const { measured, expected } = value;
  if (expected === undefined) {
    return { text: write(measured) };
  }
  const off = Math.round((expected / measured - 1) * 100);
  const sign = off > 0 ? '+' : off < 0 ? '−' : '±';
  return {
    text: write(measured),
    expected: say('expected', write(expected), `${sign}${number(Math.abs(off))}`),
  };
}
