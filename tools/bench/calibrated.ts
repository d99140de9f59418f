import { calibrate } from '../../src/engine/benchmark/calibrate.ts';
import { type MeasureOptions } from '../../src/engine/benchmark/measureModel.ts';
import { type Calibration } from '../../src/models/fit/expectedSpeed.ts';
import { type BenchOptions } from './figures.ts';

const ATTEMPTS = 5;

/** The extension's own calibration, begun anew where others disturbed it; undefined once that has happened too often. */
export async function calibrated(
  options: MeasureOptions,
  progress: BenchOptions['progress'],
): Promise<Calibration | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const calibration = await calibrate(options);
    if (calibration !== undefined) {
      return calibration;
    }
    progress('the machine is busy: the runs of the calibration contradict each other');
  }
  return undefined;
}
