import path from 'node:path';
import { deviceAbsence } from '../../src/engine/devicePresence.ts';
import { findBackends } from '../../src/engine/installation.ts';
import { type Backend, type LogLine } from '../../src/engine/protocol.ts';
import { Supervisor } from '../../src/engine/supervisor.ts';
import { type EngineState } from '../../src/engine/engineState.ts';

/** The checkout's root. */
export const ROOT = path.join(import.meta.dirname, '..', '..');
export const ENGINE_ENTRY = path.join(ROOT, 'dist', 'engine', 'main.mjs');
export const BUILT_IN_MODEL = path.join(ROOT, 'models', 'nano', 'openelm-nano-q8_0.gguf');

export interface HeadlessOptions {
  readonly modelPath?: string | undefined;
  readonly backend?: Backend | 'auto' | undefined;
  readonly threads?: number | undefined;
  readonly contextTokens?: number | undefined;
  readonly idleMs?: number | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly onState?: ((state: EngineState) => void) | undefined;
  readonly log?: ((line: LogLine) => void) | undefined;
}

/** The extension's own engine, supervised in the same way, without an editor. Nothing is remembered between runs. */
export function headlessEngine(options: HeadlessOptions = {}): Supervisor {
  return new Supervisor({
    config: () => ({
      modelPath: options.modelPath ?? BUILT_IN_MODEL,
      backend: options.backend ?? 'cpu',
      threads: options.threads,
      contextTokens: options.contextTokens,
      idleMs: options.idleMs ?? 0,
    }),
    candidates: () => findBackends([ENGINE_ENTRY]),
    badBackends: { read: () => [], write: () => undefined },
    fingerprintOf: () => '',
    absenceOf: (backend) => deviceAbsence(backend, { ...process.env, ...options.env }),
    env: options.env,
    log: options.log ?? (() => undefined),
    onState: options.onState ?? (() => undefined),
  });
}
