import os from 'node:os';
import * as vscode from 'vscode';
import { type BackendCandidate } from '../../engine/backendLadder.ts';
import { type MeasureOptions } from '../../engine/benchmark/measureModel.ts';
import { type Backend, type LogLine } from '../../engine/protocol.ts';
import { type Calibration } from '../../models/fit/expectedSpeed.ts';
import { engineSettings } from '../settings.ts';
import { type CalibrationMemory, type CalibrationScope } from './calibrationMemory.ts';
import { onTyping } from './onTyping.ts';

/** What measuring needs of the rest. */
export interface CalibrationServices {
  readonly memory: CalibrationMemory;
  /** The back end that the settings lead to; undefined where there is none. */
  readonly candidate: () => BackendCandidate | undefined;
  readonly fingerprintOf: (backend: Backend) => string;
  readonly log: (line: LogLine) => void;
  /** See calibrate.ts; undefined where the runs contradict each other. */
  readonly measure: (options: MeasureOptions) => Promise<Calibration | undefined>;
}

/** How fast models run here: measured when it is first asked for, and kept. */
export class MachineCalibration {
  constructor(private readonly services: CalibrationServices) {}

  /**
   * Of the back end in use, measured behind a notification with a way out. Undefined when the user leaves or types,
   * when the machine is busy, or when it fails, which the log says: then it is measured the next time.
   */
  async withProgress(): Promise<Calibration | undefined> {
    const candidate = this.services.candidate();
    const { threads } = engineSettings();
    if (candidate === undefined) {
      return undefined;
    }
    const known = this.known(candidate.backend, threads);
    if (known !== undefined) {
      return known;
    }
    return vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('OpenELM: measuring once how fast models run on this machine'),
        cancellable: true,
      },
      (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => {
          abort.abort();
        });
        let shown = 0;
        return this.measure(candidate, threads, abort.signal, (fraction) => {
          progress.report({ increment: (fraction - shown) * 100 });
          shown = fraction;
        });
      },
    );
  }

  known(backend: Backend, threads: number | undefined): Calibration | undefined {
    return this.services.memory.get(this.#scope(backend, threads));
  }

  /** Measures a back end and keeps what comes of it, unless the user types meanwhile: that ends it. */
  async measure(
    candidate: BackendCandidate,
    threads: number | undefined,
    given: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<Calibration | undefined> {
    const { log, memory, measure } = this.services;
    const typed = new AbortController();
    const typing = onTyping(() => {
      typed.abort();
    });
    const signal = AbortSignal.any([given, typed.signal]);
    try {
      const options = { candidate, threads, log, signal, onProgress };
      const calibration = await measure(options);
      if (calibration === undefined || signal.aborted) {
        log({ level: 'info', message: 'The speed of this machine was not measured: it is busy.' });
        return undefined;
      }
      await memory.keep(this.#scope(candidate.backend, threads), calibration);
      return calibration;
    } catch (error) {
      log({ level: 'info', message: `The speed of this machine was not measured: ${String(error)}` });
      return undefined;
    } finally {
      typing.dispose();
    }
  }

  #scope(backend: Backend, threads: number | undefined): CalibrationScope {
    const cores = os.cpus();
    const processor = `${cores[0]?.model ?? ''} × ${cores.length}`;
    return { backend, threads, processor, fingerprint: this.services.fingerprintOf(backend) };
  }
}
