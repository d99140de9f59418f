import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { checkModelFile } from '../../models/checkModelFile.ts';
import {
  CALIBRATION_LARGE,
  CALIBRATION_SMALL,
  calibrationModel,
  type CalibrationSize,
} from '../../models/fit/calibrationModel.ts';
import { type Calibration } from '../../models/fit/expectedSpeed.ts';
import { fitCalibration, type TimedModel } from '../../models/fit/fitCalibration.ts';
import { sizedModelOf, tokenWork } from '../../models/fit/tokenWork.ts';
import { writeGgufFile } from '../../models/gguf/writeGguf.ts';
import { EngineError } from '../engineError.ts';
import {
  fastestRun,
  measureIn,
  withOwnEngine,
  type MeasureLengths,
  type MeasureOptions,
  type ModelMeasurement,
  type Throughput,
} from './measureModel.ts';

/** Short runs, many of them: some fall into a moment in which nobody else computes. */
const LENGTHS: MeasureLengths = { promptTokens: 96, generatedTokens: 17, runs: 8, budgetMs: 5000 };
/** Of the progress: the small model’s first turn and the writing of the large one are done by then. */
const FIRST_SHARE = 0.25;
/** Then the small one has its second turn. */
const LAST_SHARE = 0.9;
/** Two runs that are no further apart say what the machine can do. */
const AGREEMENT = 1.25;

/**
 * What a machine can do on one back end, from two models, of 2 and 153 MB, that are written for it and removed again:
 * only the engine’s own arithmetic foretells the engine’s speed, on a GPU too. Takes a few seconds, in an engine of its
 * own. Undefined where the runs contradict each other, because the machine was busy. Rejects with an EngineError.
 */
export async function calibrate(options: MeasureOptions): Promise<Calibration | undefined> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openelm-calibration-'));
  try {
    return await withOwnEngine(options, async (engine) => {
      const silent = { ...options, onProgress: undefined };
      const smallFile = await write(folder, 'small', CALIBRATION_SMALL, options.signal);
      const before = await measureIn(engine, smallFile, LENGTHS, silent);
      const largeFile = await write(folder, 'large', CALIBRATION_LARGE, options.signal);
      options.onProgress?.(FIRST_SHARE);
      const large = await measureIn(engine, largeFile, LENGTHS, {
        ...options,
        onProgress: (fraction) => options.onProgress?.(FIRST_SHARE + (LAST_SHARE - FIRST_SHARE) * fraction),
      });
      // Once more: its runs are so short that one busy moment spoils them all.
      const after = await measureIn(engine, smallFile, LENGTHS, silent);
      const small = {
        prompt: [...before.prompt, ...after.prompt],
        generation: [...before.generation, ...after.generation],
      };
      return fitted(await timed(smallFile, small), await timed(largeFile, large));
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function write(
  folder: string,
  name: string,
  size: CalibrationSize,
  signal: AbortSignal,
): Promise<string> {
  const file = path.join(folder, `${name}.gguf`);
  try {
    await writeGgufFile(file, calibrationModel(size), { signal });
    return file;
  } catch (error) {
    throw new EngineError(
      'modelLoadFailed',
      `The model for the measurement can’t be written: ${String(error)}`,
    );
  }
}

function fitted(small: TimedModel | undefined, large: TimedModel | undefined): Calibration | undefined {
  return small === undefined || large === undefined ? undefined : fitCalibration(small, large);
}

async function timed(
  file: string,
  { prompt, generation }: Pick<ModelMeasurement, 'prompt' | 'generation'>,
): Promise<TimedModel | undefined> {
  const facts = await checkModelFile(file);
  const written = agreedSeconds(generation);
  const read = agreedSeconds(prompt);
  return written === undefined || read === undefined
    ? undefined
    : {
        work: tokenWork(sizedModelOf(facts), facts.estimatedMemoryBytes),
        writtenTokenSeconds: written,
        promptTokenSeconds: read,
      };
}

/** Of a token in the fastest undisturbed run, if another one was about as fast: others only ever slow a run down. */
export function agreedSeconds(runs: readonly Throughput[]): number | undefined {
  const undisturbed = runs.filter(({ isUndisturbed }) => isUndisturbed);
  const fastest = fastestRun(undisturbed);
  const second = fastestRun(undisturbed.filter((run) => run !== fastest));
  if (fastest === undefined || second === undefined) {
    return undefined;
  }
  const [first, next] = [fastest, second].map(({ tokens, ms }) => ms / 1000 / tokens);
  return first === undefined || next === undefined || next > first * AGREEMENT ? undefined : first;
}
