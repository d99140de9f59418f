import path from 'node:path';
import * as vscode from 'vscode';
import { deviceAbsence } from '../engine/devicePresence.ts';
import { driverFingerprint } from '../engine/driverFingerprint.ts';
import { type StarterOptions } from '../engine/engineStarter.ts';
import { type EngineState } from '../engine/engineState.ts';
import { findBackends } from '../engine/installation.ts';
import { type Backend, type LogLine } from '../engine/protocol.ts';
import { Supervisor } from '../engine/supervisor.ts';
import { type BadBackendMemory } from './badBackendMemory.ts';
import { AdapterChoices } from './models/adapterSetting.ts';
import { engineSettings, modelAdapters } from './settings.ts';

/** Carries the CUDA binaries, too large for everyone; holds an engine folder of the same layout. */
const CUDA_COMPANION = 'openelm.openelm-cuda';
const ENGINE_ENTRY = path.join('dist', 'engine', 'main.mjs');
const BUILT_IN_MODEL = path.join('models', 'nano', 'openelm-nano-q8_0.gguf');

/** Where the model that ships inside the extension lies. */
export function builtInModelFile(extensionPath: string): string {
  return path.join(extensionPath, BUILT_IN_MODEL);
}

/** Which back ends are installed here, and what tells whether one is of use. */
export function backendsOf(extension: vscode.Extension<unknown>): Pick<
  StarterOptions,
  'candidates' | 'fingerprintOf'
> & {
  readonly absenceOf: (backend: Backend) => string | undefined;
} {
  const { version } = extension.packageJSON as { version: string };
  return {
    candidates: () => {
      const companion = vscode.extensions.getExtension(CUDA_COMPANION)?.extensionPath;
      const folders = [extension.extensionPath, ...(companion === undefined ? [] : [companion])];
      return findBackends(folders.map((folder) => path.join(folder, ENGINE_ENTRY)));
    },
    fingerprintOf: (backend) => driverFingerprint(backend, version),
    absenceOf: (backend) => deviceAbsence(backend, process.env),
  };
}

/** The supervised engine as this extension's settings, folders and log have it. */
export function createSupervisor(
  extension: vscode.Extension<unknown>,
  log: vscode.LogOutputChannel,
  badBackends: BadBackendMemory,
  events: {
    readonly onStart: () => void;
    readonly onState: (state: EngineState) => void;
    readonly onModelLoaded: (path: string) => void;
    readonly onEngine: StarterOptions['onEngine'];
  },
): Supervisor {
  const builtInModel = builtInModelFile(extension.extensionPath);
  const adapters = new AdapterChoices(builtInModel);
  return new Supervisor({
    config: () => {
      const { modelFile, gpu, threads, idleUnloadMs } = engineSettings();
      return {
        modelPath: modelFile ?? builtInModel,
        adapterOf: (model) => adapters.of(model, modelAdapters()),
        backend: gpu,
        threads,
        idleMs: idleUnloadMs,
      };
    },
    badBackends,
    ...backendsOf(extension),
    log: (line) => {
      writeLog(log, line);
    },
    ...events,
  });
}

/** A line of the engine in the extension’s log. */
export function writeLog(log: vscode.LogOutputChannel, { level, message }: LogLine): void {
  log[level](message);
}
