import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import { type Backend } from '../../engine/protocol.ts';
import { type Calibration } from '../../models/fit/expectedSpeed.ts';

const KEY = 'openelm.calibrations';
/** Back ends, numbers of threads and drivers that were tried of late. */
const MOST = 12;

/** Counted up when calibrations are measured another way or on other models: what was kept before is void then. */
const METHOD = 2;

/** What a calibration holds for; of anything else it says nothing. */
export interface CalibrationScope {
  readonly backend: Backend;
  /** Changes with the driver, the system’s kernel and this extension: see driverFingerprint.ts */
  readonly fingerprint: string;
  /** Undefined: chosen by the engine. */
  readonly threads: number | undefined;
  /** Names of the processor and number of its cores: a home folder may move to another machine. */
  readonly processor: string;
}

type Kept = readonly (readonly [key: string, calibration: Calibration])[];

/** Keeps what was measured of this machine between sessions. */
export class CalibrationMemory {
  constructor(private readonly state: vscode.Memento) {}

  get(scope: CalibrationScope): Calibration | undefined {
    const key = calibrationKey(scope);
    return this.#kept.find(([own]) => own === key)?.[1];
  }

  async keep(scope: CalibrationScope, calibration: Calibration): Promise<void> {
    const key = calibrationKey(scope);
    const others = this.#kept.filter(([own]) => own !== key);
    await this.state.update(KEY, [[key, calibration], ...others].slice(0, MOST));
  }

  /** How many are kept. */
  get count(): number {
    return this.#kept.length;
  }

  async forgetAll(): Promise<void> {
    await this.state.update(KEY, undefined);
  }

  get #kept(): Kept {
    const value: unknown = this.state.get(KEY);
    return Array.isArray(value) ? value.filter(isKept) : [];
  }
}

/** Differs wherever any part of the scope does, or the way of measuring. */
export function calibrationKey({ backend, fingerprint, threads, processor }: CalibrationScope): string {
  return createHash('sha256')
    .update(JSON.stringify([METHOD, backend, fingerprint, threads ?? 0, processor]))
    .digest('hex')
    .slice(0, 16);
}

/** What another version wrote, or somebody’s hand, is measured anew. */
function isKept(value: unknown): value is Kept[number] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') {
    return false;
  }
  const calibration = (value[1] ?? {}) as Partial<Record<keyof Calibration, unknown>>;
  const { bandwidthBytesPerSecond, computeFlops, writtenTokenSeconds, promptTokenSeconds } = calibration;
  return (
    [bandwidthBytesPerSecond, computeFlops].every((rate) => isNumber(rate) && rate > 0) &&
    [writtenTokenSeconds, promptTokenSeconds].every((time) => isNumber(time) && time >= 0)
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
