import { estimate, type Part } from '../eval/bootstrap.ts';
import { sumOfCounts } from '../../src/core/ledger/counts.ts';
import { surestIfUnfit, trustedThreshold } from '../../src/core/ledger/trustedThreshold.ts';
import { trustRows } from '../../src/core/ledger/trustRows.ts';
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
      ...['requests', 'generations', 'tokens read', 'tokens written', 'engine seconds'],
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
        String(sum(({ readTokens }) => readTokens)),
        String(sum(({ generatedTokens }) => generatedTokens)),
        (sum(({ engineMs }) => engineMs) / 1000).toFixed(1),
      ];
    }),
  );
}

/** How often the model was right of what it expected after a key, shown or not, and what a ledger would learn of that. */
export function trustReport(rows: readonly ReplayRow[], base: number): string {
  const sum = sumOfCounts(rows);
  const learnt = trustedThreshold(sum, base)?.threshold ?? base;
  return [
    table(
      ['confidence', 'expected', 'right', 'share'],
      trustRows(sum).map(({ from, to, expected, right }) => [
        `${Math.round(100 * from)} to ${inPercent(to)}`,
        ...[String(expected), String(right)],
        expected === 0 ? '–' : `${((100 * right) / expected).toFixed(1)} %`,
      ]),
    ),
    surestIfUnfit(sum) === undefined
      ? `Shown from ${inPercent(learnt)} on, by a setting of ${inPercent(base)}.`
      : 'Asked by hand alone: it is wrong more often than right even where it is surest.',
  ].join('\n\n');
}

function inPercent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** With the 95 % interval over files. */
function interval(rows: readonly ReplayRow[], part: (row: ReplayRow) => Part, unit: string): string {
  const { value, low, high } = estimate(rows.map(part));
  return Number.isNaN(value) ? '–' : `${value.toFixed(1)}${unit} (${low.toFixed(1)}–${high.toFixed(1)})`;
}
