import path from 'node:path';
import { OPENELM_270M, OPENELM_450M, randomOpenElm } from '../../test/support/appleOpenElm.ts';
import { type OpenElmShape } from '../../test/support/miniatureOpenElm.ts';
import {
  fastestRun,
  measureModel,
  type MeasureLengths,
  type MeasureOptions,
  type Throughput,
} from '../../src/engine/benchmark/measureModel.ts';
import { expectedSpeed, type Calibration } from '../../src/models/fit/expectedSpeed.ts';
import { residentMemory } from '../../src/models/fit/residentMemory.ts';
import { sizedModelOf } from '../../src/models/fit/tokenWork.ts';
import { writeGgufFile } from '../../src/models/gguf/writeGguf.ts';
import { readModelInside } from '../../src/models/inside/modelInside.ts';
import { layerWiseScaling, PUBLISHED_SCALING } from '../../src/models/layerWiseScaling.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { BUILT_IN_MODEL, ENGINE_ENTRY } from '../support/headlessEngine.ts';
import { calibrated } from './calibrated.ts';
import { type BenchOptions, figure, type Figure, type Unit } from './figures.ts';

const OPENELM_1_1B: OpenElmShape = {
  ...OPENELM_270M,
  width: 2048,
  layers: layerWiseScaling({ layers: 28, width: 2048, headSize: 64, ...PUBLISHED_SCALING }),
};

/** Of different sizes and types; weights are random, shapes are the published ones. */
const MODELS: readonly (readonly [string, OpenElmShape, 'Q4_K' | 'Q8_0'])[] = [
  ['270M-shaped, Q8_0', OPENELM_270M, 'Q8_0'],
  ['450M-shaped, Q4_K', OPENELM_450M, 'Q4_K'],
  ['1.1B-shaped, Q4_K', OPENELM_1_1B, 'Q4_K'],
];

/** Many short runs, of which the fastest counts: what else a shared machine computes only slows runs down. */
const LENGTHS: MeasureLengths = { promptTokens: 96, generatedTokens: 17, runs: 16, budgetMs: 14_000 };

/** How near the estimates that a person sees before a download come to what is measured then, on the CPU. */
export async function measureEstimate({ progress }: BenchOptions): Promise<readonly Figure[]> {
  const options: MeasureOptions = {
    candidate: { backend: 'cpu', entry: ENGINE_ENTRY },
    threads: undefined,
    log: () => undefined,
    signal: new AbortController().signal,
  };
  const calibration = await calibrated(options, progress);
  if (calibration === undefined) {
    throw new Error('The machine is too busy to be calibrated.');
  }
  progress(JSON.stringify(calibration));
  const figures = [...(await compare('built-in model', BUILT_IN_MODEL, options, calibration))];
  const folder = temporaryFolder('bench');
  for (const [name, shape, type] of MODELS) {
    const file = path.join(folder, `${name}.gguf`);
    await writeGgufFile(file, randomOpenElm(shape, type, { isTalkative: true }));
    progress(name);
    figures.push(...(await compare(name, file, options, calibration)));
  }
  return figures;
}

async function compare(
  name: string,
  file: string,
  options: MeasureOptions,
  calibration: Calibration,
): Promise<readonly Figure[]> {
  const { verdict, tensors } = await readModelInside(file);
  if (verdict.kind === 'refused') {
    throw new Error(`${file}: ${verdict.code}`);
  }
  const { facts } = verdict;
  const estimate = facts.estimatedMemoryBytes;
  const expected = expectedSpeed(sizedModelOf(facts), { estimate }, calibration);
  const measured = await measureModel(file, options, LENGTHS);
  const memory = residentMemory(estimate, tensors.byType);
  return [
    compared(`memory, ${name}`, 'MB', measured.residentBytes / 1e6, memory / 1e6),
    compared(`prefill, ${name}`, 'tokens/s', fastest(measured.prompt), expected.prefill),
    compared(`decode, ${name}`, 'tokens/s', fastest(measured.generation), expected.decode),
  ];
}

function fastest(runs: readonly Throughput[]): number {
  const undisturbed = runs.filter(({ isUndisturbed }) => isUndisturbed);
  const run = fastestRun(undisturbed.length > 0 ? undisturbed : runs);
  return run === undefined ? NaN : (run.tokens * 1000) / run.ms;
}

function compared(name: string, unit: Unit, measured: number, expected: number): Figure {
  const off = ((expected / measured - 1) * 100).toFixed(0);
  return figure(name, unit, [measured], `estimated ${expected.toPrecision(3)}: ${off} %`);
}
