import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { calibrate } from '../../src/engine/benchmark/calibrate.ts';
import { type MeasureLengths, withOwnEngine } from '../../src/engine/benchmark/measureModel.ts';
import {
  type BenchmarkCase,
  type CaseOutcome,
  runBenchmark,
} from '../../src/engine/benchmark/runBenchmark.ts';
import { EngineError } from '../../src/engine/engineError.ts';
import { CALIBRATION_SMALL, calibrationModel } from '../../src/models/fit/calibrationModel.ts';
import { writeGgufFile } from '../../src/models/gguf/writeGguf.ts';
import { BUILT_IN_MODEL, ENGINE_ENTRY } from '../../tools/support/headlessEngine.ts';
import { isAlive } from '../support/engines.ts';

const candidate = { backend: 'cpu', entry: ENGINE_ENTRY } as const;
const LENGTHS: MeasureLengths = { promptTokens: 64, generatedTokens: 12, runs: 2, budgetMs: 5000 };
const builtIn: BenchmarkCase = { name: 'built-in', file: BUILT_IN_MODEL, candidate, threads: 1 };

describe('the benchmark in the real engine', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-benchmark-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const run = async (
    cases: readonly BenchmarkCase[],
    onProgress: (index: number, fraction: number) => void = () => undefined,
    abort = new AbortController(),
  ): Promise<{ isWhole: boolean; outcomes: CaseOutcome[] }> => {
    const outcomes: CaseOutcome[] = [];
    const isWhole = await runBenchmark(cases, {
      log: () => undefined,
      signal: abort.signal,
      lengths: LENGTHS,
      onProgress,
      onOutcome: (index, outcome) => {
        outcomes[index] = outcome;
      },
    });
    return { isWhole, outcomes };
  };

  it('counts the tokens that the built-in model reads and writes, and the time they take', async () => {
    const fractions: number[] = [];
    const { isWhole, outcomes } = await run([builtIn], (_index, fraction) => {
      fractions.push(fraction);
    });
    const [outcome] = outcomes;
    assert.ok(isWhole && outcome?.kind === 'measured');
    const { model, threads, residentBytes, prompt, generation } = outcome.measurement;
    assert.equal(model.path, BUILT_IN_MODEL);
    assert.equal(threads, 1);
    assert.ok(model.loadMs > 0);
    assert.ok(residentBytes > model.fileBytes);
    assert.equal(prompt.length, LENGTHS.runs);
    for (const { tokens, ms } of prompt) {
      // The prompt is cut by characters: its tokens are about as many as were asked for, and none was in the cache.
      assert.ok(tokens > LENGTHS.promptTokens / 2 && tokens < LENGTHS.promptTokens * 2, `${tokens}`);
      assert.ok(ms > 0);
    }
    for (const { tokens, ms } of generation) {
      assert.ok(tokens > 0 && tokens < LENGTHS.generatedTokens && ms > 0, `${tokens} in ${ms} ms`);
    }
    assert.deepEqual(
      fractions,
      [...fractions].sort((a, b) => a - b),
    );
    assert.equal(fractions.at(-1), 1);
  });

  it('has as many tokens as it asked for of a model that is made for the calibration', async () => {
    const file = path.join(folder, 'small.gguf');
    await writeGgufFile(file, calibrationModel(CALIBRATION_SMALL));
    const { outcomes } = await run([{ ...builtIn, file }]);
    assert.ok(outcomes[0]?.kind === 'measured');
    const written = outcomes[0].measurement.generation.map(({ tokens }) => tokens);
    // The first of them belongs to the prompt.
    assert.deepEqual(written, Array(LENGTHS.runs).fill(LENGTHS.generatedTokens - 1));
  });

  it('has a row with the reason for a model that is refused, and goes on', async () => {
    const broken = path.join(folder, 'broken.gguf');
    writeFileSync(broken, 'no model');
    const { isWhole, outcomes } = await run([{ ...builtIn, file: broken }, builtIn]);
    assert.ok(isWhole);
    assert.ok(outcomes[0]?.kind === 'failed');
    assert.equal(outcomes[0].error.code, 'modelRejected');
    assert.equal(outcomes[1]?.kind, 'measured');
  });

  it('has a row with the reason for a back end that is not there', async () => {
    const nowhere = { backend: 'cpu', entry: path.join(folder, 'main.mjs') } as const;
    const { outcomes } = await run([{ ...builtIn, candidate: nowhere }]);
    assert.ok(outcomes[0]?.kind === 'failed');
    assert.equal(outcomes[0].error.code, 'engineCrashed');
  });

  it('ends in the middle of a run when it is cancelled, without a row for it', async () => {
    const abort = new AbortController();
    const { isWhole, outcomes } = await run(
      [builtIn, builtIn],
      () => {
        abort.abort();
      },
      abort,
    );
    assert.equal(isWhole, false);
    assert.deepEqual(outcomes, []);
  });

  it('leaves no process behind, however it ends', async () => {
    let pid = 0;
    const options = { candidate, threads: 1, log: () => undefined, signal: new AbortController().signal };
    await assert.rejects(
      withOwnEngine(options, (engine) => {
        pid = engine.hello.processId;
        return Promise.reject(new EngineError('outOfMemory', 'too little'));
      }),
      (error) => error instanceof EngineError && error.code === 'outOfMemory',
    );
    assert.equal(isAlive(pid), false);
  });
});

describe('the calibration in the real engine', () => {
  it('can be cancelled, and leaves no file behind', async () => {
    const files = (): string[] =>
      readdirSync(os.tmpdir()).filter((name) => name.startsWith('openelm-calibration-'));
    const before = files();
    const abort = new AbortController();
    const options = {
      candidate,
      threads: 1,
      log: () => undefined,
      signal: abort.signal,
      onProgress: () => {
        abort.abort();
      },
    };
    await assert.rejects(
      calibrate(options),
      (error) => error instanceof EngineError && error.code === 'cancelled',
    );
    assert.deepEqual(files(), before);
  });
});
