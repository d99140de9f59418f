import os from 'node:os';
import * as vscode from 'vscode';
import { type BackendCandidate } from '../../engine/backendLadder.ts';
import { type BenchmarkCase, type CaseOutcome, runBenchmark } from '../../engine/benchmark/runBenchmark.ts';
import { type LogLine } from '../../engine/protocol.ts';
import { type Calibration } from '../../models/fit/expectedSpeed.ts';
import { type Machine } from '../../models/fit/fitOf.ts';
import { readInsideInThread } from '../../models/readModelFacts.ts';
import { type BenchmarkReport, type BenchmarkRow } from '../../webview/benchmark/benchmarkReport.ts';
import { describeError } from '../describe.ts';
import { type FactsReader } from '../models/factsReader.ts';
import { type ModelLibrary } from '../models/modelLibrary.ts';
import { BenchmarkPanel } from './benchmarkPanel.ts';
import { failedRow, type Foreknowledge, measuredRow } from './benchmarkRow.ts';
import { type MachineCalibration } from './machineCalibration.ts';
import { onTyping } from './onTyping.ts';
import { pickCases } from './pickCases.ts';

/** What the benchmark needs of the rest. */
export interface BenchmarkServices {
  readonly extensionUri: vscode.Uri;
  readonly extensionVersion: string;
  readonly library: Pick<ModelLibrary, 'models'>;
  readonly facts: Pick<FactsReader, 'read'>;
  /** Those that are installed and have a device. */
  readonly candidates: () => readonly BackendCandidate[];
  readonly machine: () => Machine;
  readonly calibration: Pick<MachineCalibration, 'known' | 'measure'>;
  /** What reads a model file, in a thread: see readModelFacts.ts */
  readonly factsProgram: string;
  readonly log: (line: LogLine) => void;
}

/**
 * Measures the models that the user picks, one after the other and each in an engine of its own, beside the one that
 * completes. Returns the report when the benchmark has ended; undefined when nothing was picked.
 */
export async function benchmarkMachine(services: BenchmarkServices): Promise<BenchmarkReport | undefined> {
  const cases = await pickCases(services.library, services.facts, services.candidates(), services.machine());
  return cases === undefined ? undefined : new Benchmark(services, cases).run();
}

class Benchmark {
  readonly #abort = new AbortController();
  readonly #panel: BenchmarkPanel;
  #report: BenchmarkReport;
  #hasTyped = false;

  constructor(
    private readonly services: BenchmarkServices,
    private readonly cases: readonly BenchmarkCase[],
  ) {
    this.#report = {
      rows: [],
      planned: cases.length,
      state: 'running',
      machine: machineLine(services.extensionVersion),
    };
    this.#panel = new BenchmarkPanel(services.extensionUri, this.#report, () => {
      this.#abort.abort();
    });
  }

  async run(): Promise<BenchmarkReport> {
    const typing = onTyping(() => {
      this.#hasTyped = true;
    });
    try {
      await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: vscode.l10n.t('OpenELM: benchmark of this machine'),
          cancellable: true,
        },
        async (progress, token) => {
          token.onCancellationRequested(() => {
            this.#abort.abort();
          });
          const isWhole = await this.#measure(progress);
          this.#show({ ...this.#report, state: isWhole ? 'done' : 'cancelled' }, '');
        },
      );
      return this.#report;
    } finally {
      typing.dispose();
    }
  }

  async #measure(progress: vscode.Progress<{ message?: string; increment?: number }>): Promise<boolean> {
    const { log } = this.services;
    const foreknown: Foreknowledge[] = [];
    for (const one of this.cases) {
      progress.report({ message: vscode.l10n.t('what to expect of {0}', one.candidate.backend) });
      foreknown.push({ inside: await this.#inside(one.file), calibration: await this.#calibration(one) });
    }
    let shown = 0;
    return runBenchmark(this.cases, {
      log,
      signal: this.#abort.signal,
      onProgress: (index, fraction) => {
        const whole = ((index + fraction) / this.cases.length) * 100;
        const message = vscode.l10n.t('{0} of {1}', index + 1, this.cases.length);
        progress.report({ message, increment: whole - shown });
        shown = whole;
      },
      onOutcome: (index, outcome) => {
        this.#add(this.cases[index], foreknown[index], outcome);
      },
    });
  }

  #add(
    one: BenchmarkCase | undefined,
    foreknown: Foreknowledge = { inside: undefined, calibration: undefined },
    outcome: CaseOutcome,
  ): void {
    if (one === undefined) {
      return;
    }
    const row =
      outcome.kind === 'measured'
        ? measuredRow(one, outcome.measurement, foreknown, this.#hasTyped)
        : failedRow(one, foreknown, describeError(outcome.error));
    this.#hasTyped = false;
    this.#show({ ...this.#report, rows: [...this.#report.rows, row] }, statusOf(row));
  }

  #show(report: BenchmarkReport, status: string): void {
    this.#report = report;
    this.#panel.show(report, status);
  }

  /** Once for each back end and number of threads: what was measured is kept, and what failed is not tried again. */
  readonly #tried = new Map<string, Promise<Calibration | undefined>>();

  #calibration({ candidate, threads }: BenchmarkCase): Promise<Calibration | undefined> {
    const { calibration } = this.services;
    const key = `${candidate.backend} ${threads ?? 0}`;
    const known = calibration.known(candidate.backend, threads);
    const tried =
      this.#tried.get(key) ??
      (known === undefined
        ? calibration.measure(candidate, threads, this.#abort.signal, () => undefined)
        : Promise.resolve(known));
    this.#tried.set(key, tried);
    return tried;
  }

  /** A file that can’t be read has its reason in its row. */
  async #inside(file: string): Promise<Foreknowledge['inside']> {
    return readInsideInThread(this.services.factsProgram, file).catch(() => undefined);
  }
}

function statusOf({ name, result }: BenchmarkRow): string {
  return result.kind === 'failed'
    ? vscode.l10n.t('{0} could not be measured.', name)
    : vscode.l10n.t('{0} is measured.', name);
}

function machineLine(version: string): string {
  const cores = os.cpus();
  const memory = (os.totalmem() / 1e9).toFixed(0);
  const processor = `${cores[0]?.model.trim() ?? os.arch()} × ${cores.length}`;
  return `${processor}, ${memory} GB; ${os.type()} ${os.release()} ${os.arch()}; OpenELM for VS Code ${version}`;
}
