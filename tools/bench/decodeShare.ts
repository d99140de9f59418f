import {
  measureModel,
  type MeasureLengths,
  type MeasureOptions,
} from '../../src/engine/benchmark/measureModel.ts';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { sizedModelOf, tokenWork } from '../../src/models/fit/tokenWork.ts';
import { ENGINE_ENTRY } from '../support/headlessEngine.ts';
import { calibrated } from './calibrated.ts';
import { decodeFigures } from './decodeFigures.ts';
import { type BenchOptions, type Figure } from './figures.ts';

/** As the calibration's own, so that both meet the same machine: many short runs. */
const LENGTHS: MeasureLengths = { promptTokens: 96, generatedTokens: 17, runs: 16, budgetMs: 14_000 };

/**
 * How much of the memory's bandwidth writing reaches: that is what the calibration finds the engine to read on this
 * machine, now and with as many threads. The calibration leaves out what a token costs whatever the model's size, which
 * is in the speed; keys and values are not counted. It is about weights in memory: a model that fits into the
 * processor's caches may come above 100 %. Of runs that others disturbed none counts where there are others.
 */
export async function measureDecodeShare(
  file: string,
  threads: number,
  progress: BenchOptions['progress'],
): Promise<readonly Figure[]> {
  const options: MeasureOptions = {
    candidate: { backend: 'cpu', entry: ENGINE_ENTRY },
    threads,
    log: () => undefined,
    signal: new AbortController().signal,
  };
  const calibration = await calibrated(options, progress);
  const facts = await checkModelFile(file);
  const { readBytes } = tokenWork(sizedModelOf(facts), facts.estimatedMemoryBytes);
  const { generation } = await measureModel(file, options, LENGTHS);
  const undisturbed = generation.filter(({ isUndisturbed }) => isUndisturbed);
  const speeds = (undisturbed.length > 0 ? undisturbed : generation).map(
    ({ tokens, ms }) => (tokens * 1000) / ms,
  );
  return decodeFigures(
    { speeds, readBytes, isUndisturbed: undisturbed.length > 0 },
    calibration?.bandwidthBytesPerSecond,
  );
}
