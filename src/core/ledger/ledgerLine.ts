import { isJsonObject, type JsonObject, type JsonValue } from '../json/jsonValue.ts';
import { COUNTERS, type Counts, HISTOGRAM_NAMES, HISTOGRAMS, sumOfCounts } from './counts.ts';

/** Raised when an older version would misread a line; it skips what it does not know. */
const VERSION = 1;
/** Of one number in one line, which speaks of minutes. */
const MOST = 10_000_000;
const MOST_LANGUAGE = 64;
const MOST_MODEL = 64;
/** Longer than any line that is written here. */
const MOST_LINE = 4096;

/** What a line says. */
export interface LedgerLine {
  readonly language: string;
  /** See LedgerRecord. */
  readonly model: string;
  readonly counts: Counts;
}

/** Writes counts as one line of JSON, without what is zero and without a line break. */
export function writeLedgerLine({ language, model, counts }: LedgerLine): string {
  const numbers = COUNTERS.filter((name) => counts[name] > 0).map((name) => [name, rounded(counts[name])]);
  const rows = HISTOGRAM_NAMES.map((name) => [name, withoutZerosAtEnd(counts[name])] as const).filter(
    ([, row]) => row.length > 0,
  );
  return JSON.stringify({
    version: VERSION,
    language: language.slice(0, MOST_LANGUAGE),
    ...(model === '' ? {} : { model }),
    ...Object.fromEntries([...numbers, ...rows]),
  });
}

/** Reads a file's lines as somebody else may have written them: what is torn, foreign or beyond reason is left out. */
export function readLedgerLines(text: string): readonly LedgerLine[] {
  return text.split('\n').flatMap((line) => {
    const read = line === '' || line.length > MOST_LINE ? undefined : toLine(parsed(line));
    return read === undefined ? [] : [read];
  });
}

function parsed(line: string): JsonValue | undefined {
  try {
    return JSON.parse(line) as JsonValue;
  } catch {
    return undefined; // torn: another program was stopped while it wrote
  }
}

function toLine(value: JsonValue | undefined): LedgerLine | undefined {
  if (!isJsonObject(value) || value['version'] !== VERSION) {
    return undefined;
  }
  const { language, model = '' } = value;
  const isNamed = isShort(language, MOST_LANGUAGE) && language !== '' && isShort(model, MOST_MODEL);
  const counts = isNamed ? toCounts(value) : undefined;
  return counts === undefined || !isNamed ? undefined : { language, model, counts };
}

function isShort(value: JsonValue | undefined, most: number): value is string {
  return typeof value === 'string' && value.length <= most;
}

function toCounts(fields: JsonObject): Counts | undefined {
  const numbers = COUNTERS.map((name) => [name, fields[name] ?? 0] as const);
  const rows = HISTOGRAM_NAMES.map((name) => [name, fields[name] ?? []] as const);
  const isSound =
    numbers.every(([name, value]) => isCount(value, name.startsWith('kept'))) &&
    rows.every(([name, row]) => isRow(row, HISTOGRAMS[name]));
  if (!isSound) {
    return undefined;
  }
  const counts = sumOfCounts([Object.fromEntries([...numbers, ...rows])]);
  const { keptAfter30s, knownAfter30s, keptAfter5min, knownAfter5min } = counts;
  return keptAfter30s <= knownAfter30s && keptAfter5min <= knownAfter5min ? counts : undefined;
}

function isRow(value: JsonValue, length: number): boolean {
  const row: readonly JsonValue[] | undefined = Array.isArray(value) ? value : undefined;
  return row !== undefined && row.length <= length && row.every((count) => isCount(count, false));
}

function isCount(value: JsonValue, isSum: boolean): boolean {
  return typeof value === 'number' && value >= 0 && value <= MOST && (isSum || Number.isInteger(value));
}

/** Sums of shares have more digits than they are worth. */
function rounded(value: number): number {
  return Math.floor(value * 1000) / 1000;
}

function withoutZerosAtEnd(row: readonly number[]): readonly number[] {
  return row.slice(0, row.findLastIndex((count) => count > 0) + 1);
}
