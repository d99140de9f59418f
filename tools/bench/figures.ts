/** What a figure counts in. */
export type Unit = 'ms' | 'MB' | 'tokens/s' | 'GB/s' | 's/min' | '%' | '×' | 'count' | 'nats';

/** One measured quantity, summarised. */
export interface Figure {
  readonly name: string;
  readonly unit: Unit;
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  /** What a reader must know to judge it. */
  readonly note?: string;
}

/** What a measurement runs with. */
export interface BenchOptions {
  /** Replaces the number of repeats of those measurements that start anew for each. */
  readonly repeat: number | undefined;
  /** Tells the person who waits. */
  readonly progress: (message: string) => void;
  /** Address of a llama-server to compare with, which has the same model and one slot. */
  readonly server?: string | undefined;
  /** A model file for `trace`, `pauses` and `draft`, which take the built-in one without it, and for `ahead` and `prewarm` beside it. */
  readonly model?: string | undefined;
  /** What `trace` leaves out of the pipeline, by its name. */
  readonly ablate?: string | undefined;
  /** Milliseconds that `trace` waits after a key, as the editor does; see CompletionQuery. */
  readonly debounce?: string | undefined;
  /** Has `pauses` show what the model is less sure of. */
  readonly eager?: boolean | undefined;
}

/** Measures one thing from start to end and leaves no process behind. */
export type Measurement = (options: BenchOptions) => Promise<readonly Figure[]>;

/** Summarises samples; all values are NaN when there is none. */
export function figure(name: string, unit: Unit, samples: readonly number[], note?: string): Figure {
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    name,
    unit,
    count: sorted.length,
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    max: sorted.at(-1) ?? NaN,
    ...(note === undefined ? {} : { note }),
  };
}

/** A share of a whole, in per cent. */
export function share(name: string, part: number, whole: number): Figure {
  return figure(name, '%', [(100 * part) / whole], `${part} of ${whole}`);
}

/** The nearest-rank quantile, so that every figure is a value that was measured. */
function quantile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? NaN;
}
