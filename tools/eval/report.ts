import { type CompletionReport } from './completions.ts';
import { type LanguageRow } from './language.ts';
import { percent, table } from './markdown.ts';
import { reliability, thresholdFor, type Share } from './metrics.ts';

/** The precision that a suggestion is worth showing for. */
const WANTED_PRECISION = 0.6;
const BYTES_PER_MB = 1e6;

export interface ModelReport {
  readonly name: string;
  readonly completions: CompletionReport;
  readonly languages?: readonly LanguageRow[] | undefined;
  /** Mean chrF, 0 to 1. */
  readonly explanations?: number | undefined;
  /** On one thread; tokens per second, and resident memory of the engine after loading. */
  readonly speed?: { readonly prefill: number; readonly decode: number; readonly residentBytes: number };
}

/** The report as Markdown. */
export function formatReport(report: ModelReport): string {
  const { name, completions, languages, explanations, speed } = report;
  const parts = [`# ${name}`];
  if (languages !== undefined) {
    parts.push('## Foreseeing held-out files', languageTable(languages));
  }
  parts.push('## Completions, through the pipeline of the editor', completionTable(completions));
  parts.push('## Does confidence tell right from wrong?', calibration(completions));
  if (explanations !== undefined) {
    parts.push(`Explanations against the authors’ own: chrF ${explanations.toFixed(3)}`);
  }
  if (speed !== undefined) {
    const memory = (speed.residentBytes / BYTES_PER_MB).toFixed(0);
    const time =
      completions.medianMs === undefined ? '' : `; a completion ${completions.medianMs.toFixed(0)} ms`;
    parts.push(
      `One thread: prefill ${speed.prefill.toFixed(0)} and decode ${speed.decode.toFixed(0)} tokens a second, ` +
        `${memory} MB resident${time} (median).`,
    );
  }
  return parts.join('\n\n');
}

function languageTable(rows: readonly LanguageRow[]): string {
  return table(
    ['language', 'bits per byte', 'next token', 'tokens'],
    rows.map((row) => [row.language, row.bitsPerByte.toFixed(3), percent(row.nextToken), String(row.tokens)]),
  );
}

function completionTable({ rows }: CompletionReport): string {
  return table(
    ['kind', 'language', 'exact', 'edit similarity', 'shown', 'cases'],
    rows.map((row) => [
      row.kind,
      row.language,
      withInterval(row.exact),
      percent(row.similarity),
      percent(row.shown.value),
      String(row.exact.count),
    ]),
  );
}

function calibration({ judged }: CompletionReport): string {
  const curve = table(
    ['confidence', 'right', 'cases'],
    reliability(judged).map((bin) => [
      `${bin.from.toFixed(1)}–${bin.to.toFixed(1)}`,
      percent(bin.precision),
      String(bin.count),
    ]),
  );
  const reached = thresholdFor(judged, WANTED_PRECISION);
  const threshold =
    reached === undefined
      ? `No threshold makes ${percent(WANTED_PRECISION)} of what is shown right.`
      : `From a confidence of ${reached.threshold.toFixed(2)} on, ${percent(WANTED_PRECISION)} of what is shown is ` +
        `right: ${percent(reached.share)} of the suggestions.`;
  return `${curve}\n\n${threshold}`;
}

function withInterval({ value, low, high }: Share): string {
  return `${percent(value)} (${percent(low)}–${percent(high)})`;
}
