import type { Assembled } from './assemble.ts';
import { megabytes, type PackagedFile } from './inspect.ts';
import type { PackagePlan } from './plan.ts';

/** The folders whose share of a package is worth a line of its own, most specific first. */
const GROUPS = [
  /^dist\/engine\/node_modules\/@node-llama-cpp\/[^/]+/,
  /^dist\/engine\/node_modules\/node-llama-cpp/,
  /^dist\/engine\/node_modules/,
  /^dist\/engine/,
  /^models/,
  /^[^/]+(?=\/)/,
];

/** Files and sizes by folder, with a total. */
export function contentSummary(assembled: Assembled): string {
  const groups = new Map<string, PackagedFile[]>();
  for (const file of assembled.files) {
    const group = GROUPS.map((pattern) => pattern.exec(file.path)?.[0]).find((name) => name !== undefined);
    groups.set(group ?? '(top level)', [...(groups.get(group ?? '(top level)') ?? []), file]);
  }
  const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, files]) => row(name, files));
  return table([['folder', 'files', 'MB', 'MB packed'], ...rows, row('total', assembled.files)]);
}

/** Every file with its size, one a line. */
export function fileList(assembled: Assembled): string {
  return assembled.files.map(({ path, bytes }) => `${bytes.toString().padStart(10)}  ${path}`).join('\n');
}

/** One line per package of a release, with what became of it. */
export function releaseTable(results: readonly (readonly [PackagePlan, Assembled | string])[]): string {
  const rows = results.map(([plan, result]) => {
    const name = plan.kind === 'companion' ? `${plan.target} --gpu cuda` : plan.target;
    return typeof result === 'string'
      ? [name, '', '', '', `failed: ${result.split('\n', 1)[0] ?? ''}`]
      : [...row(name, result.files), result.vsix ?? 'ok'];
  });
  return table([['target', 'files', 'MB', 'MB packed', 'result'], ...rows]);
}

function row(name: string, files: readonly PackagedFile[]): string[] {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const packed = files.reduce((sum, file) => sum + (file.packed ?? 0), 0);
  return [name, files.length.toString(), megabytes(bytes), packed === 0 ? '' : megabytes(packed)];
}

/** Left-aligns the first column and the last of five, right-aligns the numbers between. */
function table(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...rows.map((cells) => cells[column]?.length ?? 0));
  return rows
    .map((cells) =>
      cells
        .map((cell, column) =>
          column === 0 || column === 4 ? cell.padEnd(width(column)) : cell.padStart(width(column)),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
