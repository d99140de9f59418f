import { estimate, estimateDifference, type Estimate, type Part } from './bootstrap.ts';
import { calibrationError, rocArea } from './confidence.ts';
import { groupBy } from '../../src/core/replay/groupBy.ts';
import { type EvalRow } from './judgeCase.ts';
import { percent, table } from './markdown.ts';
import { thresholdFor } from './metrics.ts';

/** The precision that a suggestion is worth showing for. */
const WANTED_PRECISION = 0.6;

interface Measure {
  readonly name: string;
  readonly part: (row: EvalRow) => Part;
  readonly unit: 'share' | 'number';
}

const yes = (is: boolean): number => (is ? 1 : 0);

const MEASURES: readonly Measure[] = [
  { name: 'exact', part: ({ exact }) => ({ of: yes(exact), per: 1 }), unit: 'share' },
  { name: 'edit similarity', part: ({ editSimilarity }) => ({ of: editSimilarity, per: 1 }), unit: 'share' },
  {
    name: 'characters before error',
    part: ({ charsBeforeError }) => ({ of: charsBeforeError, per: 1 }),
    unit: 'number',
  },
  { name: 'shown', part: ({ shown }) => ({ of: yes(shown), per: 1 }), unit: 'share' },
  {
    name: 'precision when shown',
    part: ({ exact, shown }) => ({ of: yes(exact), per: yes(shown) }),
    unit: 'share',
  },
  {
    name: 'right when shown',
    part: ({ right, shown }) => ({ of: yes(right), per: yes(shown) }),
    unit: 'share',
  },
  {
    name: 'right characters',
    part: ({ right, charsBeforeError }) => ({ of: right ? charsBeforeError : 0, per: 1 }),
    unit: 'number',
  },
  {
    name: 'bad shows',
    part: ({ bad, shown }) => ({ of: yes(bad.length > 0), per: yes(shown) }),
    unit: 'share',
  },
  {
    name: 'tokens written',
    part: ({ generatedTokens }) => ({ of: generatedTokens, per: 1 }),
    unit: 'number',
  },
];

/** The figures of the whole pipeline, and how each ablation differs from it, as Markdown. */
export function evalReport(rows: readonly EvalRow[]): string {
  const [whole = [], ...ablations] = groupBy(rows, ({ ablated }) => ablated ?? '').values();
  const parts = [
    summaryTable(whole),
    badShowLine(whole),
    confidenceLine(whole),
    `Time to the suggestion: ${timeLine(whole)}.`,
  ];
  if (ablations.length > 0) {
    parts.push('## Without one idea, against the whole pipeline', ablationTable(whole, ablations));
  }
  return parts.join('\n\n');
}

function summaryTable(rows: readonly EvalRow[]): string {
  const groups: (readonly [string, readonly EvalRow[]])[] = [
    ['all', rows],
    ...groupBy(rows, ({ kind }) => kind),
    ...groupBy(rows, ({ languageId }) => languageId),
    ...groupBy(rows, ({ kind, languageId }) => `${languageId}, ${kind}`),
  ];
  return table(
    ['', 'cases', ...MEASURES.map(({ name }) => name)],
    groups.map(([name, group]) => [
      name,
      String(group.length),
      ...MEASURES.map(({ part, unit }) => formatEstimate(estimate(group.map(part)), unit)),
    ]),
  );
}

function badShowLine(rows: readonly EvalRow[]): string {
  const kinds = groupBy(
    rows.flatMap(({ bad }) => bad),
    (kind) => kind,
  );
  const counts = [...kinds].map(([kind, { length }]) => `${length} ${kind}`);
  const shown = rows.filter((row) => row.shown).length;
  return `Bad shows of ${shown}: ${counts.length === 0 ? 'none' : counts.join(', ')}.`;
}

function confidenceLine(rows: readonly EvalRow[]): string {
  const judged = rows.flatMap(({ shown, confidence, right }) =>
    shown && confidence !== null ? [{ confidence, isRight: right }] : [],
  );
  const reached = thresholdFor(judged, WANTED_PRECISION);
  const coverage =
    reached === undefined
      ? `no threshold reaches ${percent(WANTED_PRECISION)} precision`
      : `${percent(WANTED_PRECISION)} precision from ${reached.threshold.toFixed(3)} on, which is ` +
        `${percent(reached.share)} of what is shown and ${percent((reached.share * judged.length) / rows.length)} of all cases`;
  return (
    `Confidence: area under the ROC curve ${rocArea(judged).toFixed(3)}, ` +
    `expected calibration error ${calibrationError(judged).toFixed(3)}; ${coverage}.`
  );
}

function timeLine(rows: readonly EvalRow[]): string {
  const sorted = rows.map(({ totalMs }) => totalMs).sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.ceil(share * sorted.length) - 1] ?? NaN).toFixed(0);
  return `median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms`;
}

function ablationTable(whole: readonly EvalRow[], ablations: readonly (readonly EvalRow[])[]): string {
  return table(
    ['without', ...MEASURES.map(({ name }) => name)],
    ablations.map((rows) => [
      rows[0]?.ablated ?? '',
      ...MEASURES.map(({ part, unit }) =>
        formatDifference(estimateDifference(whole.map(part), rows.map(part)), unit),
      ),
    ]),
  );
}

function formatEstimate({ value, low, high }: Estimate, unit: Measure['unit']): string {
  if (Number.isNaN(value)) {
    return '–';
  }
  return unit === 'share'
    ? `${percent(value)} (${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)})`
    : `${value.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)})`;
}

/** In points; in bold where the interval leaves out 0. */
function formatDifference({ value, low, high }: Estimate, unit: Measure['unit']): string {
  if (value === 0 && low === 0 && high === 0) {
    return '0';
  }
  const scale = unit === 'share' ? 100 : 1;
  const signed = (figure: number): string =>
    `${figure < 0 ? '−' : '+'}${Math.abs(figure * scale).toFixed(1)}`;
  const text = `${signed(value)} (${signed(low)} to ${signed(high)})`;
  return low > 0 || high < 0 ? `**${text}**` : text;
}
