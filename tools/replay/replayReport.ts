import { estimate, type Part } from '../eval/bootstrap.ts';
import { groupBy } from '../../src/core/replay/groupBy.ts';
import { table } from '../eval/markdown.ts';
import { type ReplayRow } from '../../src/core/replay/replayCommit.ts';

/** What the pipeline would have typed, for all files and by language, as a Markdown table. */
export function replayReport(rows: readonly ReplayRow[]): string {
  const groups: (readonly [string, readonly ReplayRow[]])[] = [
    ['all', rows],
    ...[...groupBy(rows, ({ languageId }) => languageId)].sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  return table(
    [
      ...['', 'files', 'characters', 'completed', 'accepted', 'shown', 'wrong shows per 100 typed'],
      ...['requests', 'generations', 'tokens written', 'engine seconds'],
    ],
    groups.map(([name, group]) => {
      const sum = (value: (row: ReplayRow) => number): number =>
        group.reduce((total, row) => total + value(row), 0);
      return [
        name,
        String(group.length),
        String(sum(({ typed, completed }) => typed + completed)),
        interval(group, ({ typed, completed }) => ({ of: 100 * completed, per: typed + completed }), ' %'),
        String(sum(({ accepted }) => accepted)),
        String(sum(({ shown }) => shown)),
        interval(group, ({ typed, wrong }) => ({ of: 100 * wrong, per: typed }), ''),
        String(sum(({ requests }) => requests)),
        String(sum(({ generations }) => generations)),
        String(sum(({ generatedTokens }) => generatedTokens)),
        (sum(({ engineMs }) => engineMs) / 1000).toFixed(1),
      ];
    }),
  );
}

/** With the 95 % interval over files. */
function interval(rows: readonly ReplayRow[], part: (row: ReplayRow) => Part, unit: string): string {
  const { value, low, high } = estimate(rows.map(part));
  return Number.isNaN(value) ? '–' : `${value.toFixed(1)}${unit} (${low.toFixed(1)}–${high.toFixed(1)})`;
}
