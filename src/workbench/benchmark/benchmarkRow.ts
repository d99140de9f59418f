import { medianSpeed, type ModelMeasurement } from '../../engine/benchmark/measureModel.ts';
import { type BenchmarkCase } from '../../engine/benchmark/runBenchmark.ts';
import { expectedSpeed, type Calibration, type ExpectedSpeed } from '../../models/fit/expectedSpeed.ts';
import { residentMemory } from '../../models/fit/residentMemory.ts';
import { sizedModelOf } from '../../models/fit/tokenWork.ts';
import { type ModelInside } from '../../models/inside/modelInside.ts';
import { type BenchmarkRow, type Compared } from '../../webview/benchmark/benchmarkReport.ts';

/** What had been known of a case before it was measured. */
export interface Foreknowledge {
  /** Undefined where the file can’t be read. */
  readonly inside: ModelInside | undefined;
  /** Of the case’s back end and threads; undefined where it was not measured. */
  readonly calibration: Calibration | undefined;
}

/** The row of a case that was measured, beside what had been expected of it. */
export function measuredRow(
  { name }: BenchmarkCase,
  measurement: ModelMeasurement,
  foreknown: Foreknowledge,
  wasDisturbed: boolean,
): BenchmarkRow {
  const { model, backend, devices, threads, residentBytes, prompt, generation } = measurement;
  const speed = expected(foreknown);
  return {
    name,
    quantisation: model.quantisation,
    backend,
    devices,
    threads,
    result: {
      kind: 'measured',
      measured: {
        prompt: compared(medianSpeed(prompt), speed?.prefill),
        generation: compared(medianSpeed(generation), speed?.decode),
        loadMs: model.loadMs,
        memory: { measured: residentBytes, expected: expectedMemory(foreknown, measurement) },
        wasDisturbed,
      },
    },
  };
}

/** The row of a case of which nothing was measured. */
export function failedRow(
  { name, candidate, threads }: BenchmarkCase,
  { inside }: Foreknowledge,
  problem: string,
): BenchmarkRow {
  const facts = inside?.verdict.kind === 'sound' ? inside.verdict.facts : undefined;
  return {
    name,
    quantisation: facts?.quantisation ?? '?',
    backend: candidate.backend,
    devices: [],
    threads,
    result: { kind: 'failed', problem },
  };
}

function expected({ inside, calibration }: Foreknowledge): ExpectedSpeed | undefined {
  if (inside?.verdict.kind !== 'sound' || calibration === undefined) {
    return undefined;
  }
  const { facts } = inside.verdict;
  return expectedSpeed(sizedModelOf(facts), { estimate: facts.estimatedMemoryBytes }, calibration);
}

/** A GPU holds part of the model where the process does not show it: nothing can be foretold of the rest. */
function expectedMemory({ inside }: Foreknowledge, { backend }: ModelMeasurement): number | undefined {
  return backend === 'cpu' && inside?.verdict.kind === 'sound'
    ? residentMemory(inside.verdict.facts.estimatedMemoryBytes, inside.tensors.byType)
    : undefined;
}

function compared(measured: number | undefined, expectedValue: number | undefined): Compared | undefined {
  return measured === undefined ? undefined : { measured, expected: expectedValue };
}
