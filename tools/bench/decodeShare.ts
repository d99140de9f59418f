import {
  measureModel,
  type MeasureLengths,
  type MeasureOptions,
} from '../../src/engine/benchmark/measureModel.ts';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { sizedModelOf, tokenWork } from '../../src/models/fit/tokenWork.ts';
import { ENGINE_ENTRY } from '../support/headlessEngine.ts';
import { calibrated } from './calibrated.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';

/** As the calibration's own, so that both meet the same machine: many short runs. */
const LENGTHS: MeasureLengths = { promptTokens: 96, generatedTokens: 17, runs: 16, budgetMs: 14_000 };

/**
 * How fast a model writes, and how much of the memory's bandwidth that is: its tokens a second times the bytes of weights
 * that one of them reads, over the bytes a second that the calibration finds the engine to read on this machine, now and
 * with as many threads. The calibration leaves out what a token costs whatever the model's size, so that the rest of the
 * share is this cost; keys and values are not counted. It is about weights in memory: a model that fits into the
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
  const bandwidth = calibration?.bandwidthBytesPerSecond;
  const name = 'decode: share of the memory bandwidth';
  const others = undisturbed.length > 0 ? '' : ', and others disturbed every run';
  const note = `a token reads ${(readBytes / 1e6).toFixed(1)} MB of weights${others}`;
  return [
    figure('decode', 'tokens/s', speeds, note),
    ...(bandwidth === undefined
      ? [figure(name, '%', [], 'the machine is too busy to measure its bandwidth')]
      : [
          figure(
            'memory bandwidth',
            'GB/s',
            [bandwidth / 1e9],
            'as the calibration finds it, as many threads',
          ),
          figure(
            name,
            '%',
            speeds.map((speed) => (100 * speed * readBytes) / bandwidth),
          ),
        ]),
  ];
}
