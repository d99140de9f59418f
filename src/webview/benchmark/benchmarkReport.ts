import { type Backend } from '../../engine/protocol.ts';

/** A measured value beside what had been expected of it; the expectation is missing where it can’t be said. */
export interface Compared {
  readonly measured: number;
  readonly expected?: number | undefined;
}

/** What was measured of a model. */
export interface MeasuredCase {
  /** Tokens a second while a prompt is read. */
  readonly prompt?: Compared | undefined;
  /** Tokens a second while text is written; missing where the model ended every text at once. */
  readonly generation?: Compared | undefined;
  readonly loadMs: number;
  /** Bytes of the engine’s process. */
  readonly memory: Compared;
  /** The user typed meanwhile: completions took part of the machine. */
  readonly wasDisturbed: boolean;
}

/** One row: a model on a back end with so many threads. */
export interface BenchmarkRow {
  readonly name: string;
  readonly quantisation: string;
  readonly backend: Backend;
  /** Names of the accelerators in use; empty on the CPU. */
  readonly devices: readonly string[];
  readonly threads?: number | undefined;
  readonly result:
    | { readonly kind: 'measured'; readonly measured: MeasuredCase }
    /** Why there is none, in the language of the page. */
    | { readonly kind: 'failed'; readonly problem: string };
}

/** Rows as they are done, and how many there will be. */
export interface BenchmarkReport {
  readonly rows: readonly BenchmarkRow[];
  readonly planned: number;
  readonly state: 'running' | 'done' | 'cancelled';
  /** Processor, memory, system and version, in one line. */
  readonly machine: string;
}
