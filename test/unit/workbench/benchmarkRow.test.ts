import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type ModelMeasurement } from '../../../src/engine/benchmark/measureModel.ts';
import { type BenchmarkCase } from '../../../src/engine/benchmark/runBenchmark.ts';
import { type Calibration } from '../../../src/models/fit/expectedSpeed.ts';
import { type ModelInside, readModelInside } from '../../../src/models/inside/modelInside.ts';
import { type MeasuredCase } from '../../../src/webview/benchmark/benchmarkReport.ts';
import { failedRow, measuredRow } from '../../../src/workbench/benchmark/benchmarkRow.ts';
import { miniatureOpenElm } from '../../support/miniatureOpenElm.ts';

const one: BenchmarkCase = {
  name: 'mine',
  file: '/models/mine.gguf',
  candidate: { backend: 'cpu', entry: '' },
  threads: 2,
};
const calibration: Calibration = {
  bandwidthBytesPerSecond: 20e9,
  computeFlops: 1e11,
  writtenTokenSeconds: 0.001,
  promptTokenSeconds: 0.0001,
};
const run = (tokens: number, ms: number): ModelMeasurement['prompt'][number] => ({
  tokens,
  ms,
  isUndisturbed: true,
});
const measurement = (change: Partial<ModelMeasurement> = {}): ModelMeasurement => ({
  backend: 'cpu',
  devices: [],
  threads: 1,
  model: {
    handle: 'measured',
    path: one.file,
    name: 'its own name',
    architecture: 'openelm',
    parameters: 1,
    quantisation: 'F32',
    fileBytes: 1,
    contextTokens: 512,
    chatContextTokens: 512,
    trainedContextTokens: 512,
    fillInTheMiddle: false,
    gpuLayers: 0,
    loadMs: 300,
    prefillSpeed: 1,
    decodeSpeed: 1,
  },
  residentBytes: 100e6,
  prompt: [run(100, 1000), run(100, 500), run(100, 2000)],
  generation: [run(10, 1000)],
  ...change,
});

describe('a row of the benchmark', () => {
  let inside: ModelInside;
  before(async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-row-'));
    const file = path.join(folder, 'miniature.gguf');
    writeFileSync(file, miniatureOpenElm().bytes());
    inside = await readModelInside(file);
    rmSync(folder, { recursive: true });
  });
  const measured = (how: ModelMeasurement, known?: Calibration): MeasuredCase => {
    const { result } = measuredRow(one, how, { inside, calibration: known }, false);
    assert.ok(result.kind === 'measured');
    return result.measured;
  };

  it('has the run in the middle beside what had been expected', () => {
    const { prompt, generation, memory, loadMs } = measured(measurement(), calibration);
    assert.deepEqual([prompt?.measured, generation?.measured, loadMs], [100, 10, 300]);
    for (const compared of [prompt, generation, memory]) {
      assert.ok((compared?.expected ?? 0) > 0);
    }
  });

  it('is called as in the list, with the threads that the engine came down to', () => {
    const row = measuredRow(one, measurement(), { inside, calibration }, false);
    assert.deepEqual([row.name, row.threads], ['mine', 1]);
  });

  it('expects no speed where the machine was not measured, and no memory of a GPU’s process', () => {
    const { prompt, memory } = measured(measurement({ backend: 'vulkan' }));
    assert.deepEqual([prompt?.expected, memory.expected], [undefined, undefined]);
  });

  it('has no speed of a model that wrote nothing', () => {
    assert.equal(measured(measurement({ generation: [] })).generation, undefined);
  });

  it('says why it is empty, of a file that can’t be read too', () => {
    const row = failedRow(one, { inside: undefined, calibration }, 'too large');
    assert.deepEqual(row.result, { kind: 'failed', problem: 'too large' });
    assert.deepEqual([row.name, row.quantisation, row.threads], ['mine', '?', 2]);
    assert.equal(failedRow(one, { inside, calibration }, '').quantisation, 'F32');
  });
});
