import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type BackendCandidate } from '../../src/engine/backendLadder.ts';
import { type MeasureOptions } from '../../src/engine/benchmark/measureModel.ts';
import { type Calibration } from '../../src/models/fit/expectedSpeed.ts';
import { type BenchmarkReport, type MeasuredCase } from '../../src/webview/benchmark/benchmarkReport.ts';
import { benchmarkMachine } from '../../src/workbench/benchmark/benchmarkMachine.ts';
import { CalibrationMemory } from '../../src/workbench/benchmark/calibrationMemory.ts';
import { MachineCalibration } from '../../src/workbench/benchmark/machineCalibration.ts';
import { builtInModelFile } from '../../src/workbench/engineHost.ts';
import { FactsReader } from '../../src/workbench/models/factsReader.ts';
import { type LibraryModel } from '../../src/workbench/models/modelLibrary.ts';
import { MemoryState } from '../support/memoryState.ts';

const root = (): string =>
  vscode.extensions.getExtension('openelm.openelm')?.extensionPath ?? assert.fail('not installed');
const CALIBRATION: Calibration = {
  bandwidthBytesPerSecond: 20e9,
  computeFlops: 1e12,
  writtenTokenSeconds: 0.001,
  promptTokenSeconds: 0,
};
const cpu = (): BackendCandidate => ({
  backend: 'cpu',
  entry: path.join(root(), 'dist', 'engine', 'main.mjs'),
});

describe('measuring this machine', () => {
  let state: MemoryState;
  let measured: MeasureOptions[];
  beforeEach(() => {
    state = new MemoryState();
    measured = [];
  });

  const calibration = (
    measure: (options: MeasureOptions) => Promise<Calibration | undefined>,
    fingerprint = 'driver 1',
  ): MachineCalibration =>
    new MachineCalibration({
      memory: new CalibrationMemory(state),
      candidate: cpu,
      fingerprintOf: () => fingerprint,
      log: () => undefined,
      measure: (options) => {
        measured.push(options);
        return measure(options);
      },
    });
  const measuring = (): Promise<Calibration> => Promise.resolve(CALIBRATION);

  it('happens once, and what came of it is kept over a restart', async () => {
    assert.deepEqual(await calibration(measuring).withProgress(), CALIBRATION);
    assert.deepEqual(await calibration(measuring).withProgress(), CALIBRATION);
    assert.equal(measured.length, 1);
  });

  it('happens anew for another driver', async () => {
    await calibration(measuring).withProgress();
    await calibration(measuring, 'driver 2').withProgress();
    assert.equal(measured.length, 2);
  });

  it('keeps nothing where the machine was busy or the engine failed', async () => {
    assert.equal(await calibration(() => Promise.resolve(undefined)).withProgress(), undefined);
    assert.equal(await calibration(() => Promise.reject(new Error('no device'))).withProgress(), undefined);
    assert.deepEqual(state.keys(), []);
  });

  it('ends when the user types, and keeps nothing', async () => {
    const document = await vscode.workspace.openTextDocument({ content: '' });
    const editor = await vscode.window.showTextDocument(document);
    const result = await calibration(async ({ signal }) => {
      await editor.edit((edit) => {
        edit.insert(new vscode.Position(0, 0), 'x');
      });
      assert.ok(signal.aborted);
      return CALIBRATION;
    }).withProgress();
    assert.equal(result, undefined);
    assert.deepEqual(state.keys(), []);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

describe('the benchmark of this machine', () => {
  const original = vscode.window.showQuickPick;
  let folder: string;
  let titles: (string | undefined)[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-benchmark-'));
    titles = [];
    Object.assign(vscode.window, {
      // Takes what is picked to begin with, and the file that can't be read as well.
      showQuickPick: async (
        given: readonly vscode.QuickPickItem[] | Promise<readonly vscode.QuickPickItem[]>,
        { title }: vscode.QuickPickOptions,
      ) => {
        titles.push(title);
        return (await given).filter(({ picked, label }) => picked === true || label === 'broken.gguf');
      },
    });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showQuickPick: original });
    rmSync(folder, { recursive: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const libraryModel = (file: string, origin: LibraryModel['origin']): LibraryModel => ({
    file,
    origin,
    bytes: 1,
    adapter: undefined,
    isForCompletions: false,
    isForChat: false,
    lastUsed: undefined,
  });

  it('is a command', async () => {
    assert.ok((await vscode.commands.getCommands(true)).includes('openelm.benchmark'));
  });

  const run = (
    models: readonly LibraryModel[],
    measure: () => Promise<Calibration | undefined>,
  ): Promise<BenchmarkReport | undefined> => {
    const factsProgram = path.join(root(), 'dist', 'modelFacts.cjs');
    return benchmarkMachine({
      extensionUri: vscode.Uri.file(root()),
      extensionVersion: '0',
      library: { models: () => Promise.resolve(models) },
      facts: new FactsReader(factsProgram),
      factsProgram,
      machine: () => ({ memory: { total: os.totalmem(), free: os.freemem() } }),
      candidates: () => [cpu()],
      calibration: { known: () => undefined, measure },
      log: () => undefined,
    });
  };
  const builtIn = (): LibraryModel => libraryModel(builtInModelFile(root()), 'builtIn');

  it('measures what was picked in an engine of its own, and says why a model can’t be', async () => {
    const broken = path.join(folder, 'broken.gguf');
    writeFileSync(broken, 'no model');
    const report = await run([builtIn(), libraryModel(broken, 'added')], () => Promise.resolve(CALIBRATION));
    assert.deepEqual(titles, ['Benchmark This Machine: Which Models?', 'Benchmark This Machine: On What?']);
    assert.deepEqual([report?.state, report?.rows.length], ['done', 2]);
    const [good, bad] = report?.rows ?? [];
    assert.equal(good?.result.kind, 'measured');
    const { prompt, generation, loadMs, memory }: MeasuredCase = good.result.measured;
    for (const value of [prompt, generation, memory]) {
      assert.ok(value !== undefined && value.measured > 0 && (value.expected ?? 0) > 0, good.name);
    }
    assert.ok(loadMs > 0);
    assert.ok(bad?.result.kind === 'failed');
    assert.match(bad.result.problem, /not a GGUF|no GGUF|not GGUF/iu);
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'Benchmark of This Machine');
  });

  it('ends when its view is closed', async () => {
    const report = await run([builtIn()], async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      return undefined;
    });
    assert.deepEqual([report?.state, report?.rows], ['cancelled', []]);
  });

  it('does nothing where nothing is picked', async () => {
    assert.equal(await run([], () => assert.fail('measured')), undefined);
    assert.deepEqual(titles, ['Benchmark This Machine: Which Models?']);
  });
});
