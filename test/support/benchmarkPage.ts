import { type BenchmarkReport, type BenchmarkRow } from '../../src/webview/benchmark/benchmarkReport.ts';
import { type BenchmarkStrings, type BenchmarkWords } from '../../src/webview/benchmark/benchmarkWords.ts';
import { pageWords } from '../../src/webview/pageWords.ts';
import { sourceStrings } from './sourceStrings.ts';

/** The page of the benchmark as it writes in English. */
export function englishBenchmark(): BenchmarkWords {
  const strings = sourceStrings('benchmark/benchmarkStrings.ts') as unknown as BenchmarkStrings;
  return pageWords(strings, 'en');
}

/** A model that did about what had been expected. */
export const MEASURED_ROW: BenchmarkRow = {
  name: 'OpenELM 270M',
  quantisation: 'Q8_0',
  backend: 'cpu',
  devices: [],
  threads: 4,
  result: {
    kind: 'measured',
    measured: {
      prompt: { measured: 228.4, expected: 250 },
      generation: { measured: 55.2, expected: 50 },
      loadMs: 734,
      memory: { measured: 454e6, expected: 457e6 },
      wasDisturbed: false,
    },
  },
};

/** A model that was refused, with a name that would be markup if it could. */
export const FAILED_ROW: BenchmarkRow = {
  name: '<img src=x> | `big`',
  quantisation: 'Q4_K',
  backend: 'vulkan',
  devices: [],
  result: { kind: 'failed', problem: 'There is not enough memory for this model.' },
};

/** A report of these rows, with one more to come while it runs. */
export function benchmarkReport(
  rows: readonly BenchmarkRow[],
  state: BenchmarkReport['state'] = 'done',
): BenchmarkReport {
  const planned = rows.length + (state === 'done' ? 0 : 1);
  return { rows, planned, state, machine: 'Test CPU × 4, 16 GB' };
}
