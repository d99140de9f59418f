import { type Calibration, FLOPS_PER_PARAMETER } from './expectedSpeed.ts';
import { type TokenWork } from './tokenWork.ts';

/** How long a model of known work took for one token. */
export interface TimedModel {
  readonly work: TokenWork;
  readonly writtenTokenSeconds: number;
  readonly promptTokenSeconds: number;
}

/**
 * The line through a model so small that hardly anything but the cost of a token is left, and one larger than the
 * processor’s caches. Undefined where the larger one was not slower: then something else was measured.
 */
export function fitCalibration(small: TimedModel, large: TimedModel): Calibration | undefined {
  const written = line(
    [small.work.readBytes, small.writtenTokenSeconds],
    [large.work.readBytes, large.writtenTokenSeconds],
  );
  const prompt = line(
    [FLOPS_PER_PARAMETER * small.work.multiplied, small.promptTokenSeconds],
    [FLOPS_PER_PARAMETER * large.work.multiplied, large.promptTokenSeconds],
  );
  return written === undefined || prompt === undefined
    ? undefined
    : {
        bandwidthBytesPerSecond: written.perSecond,
        computeFlops: prompt.perSecond,
        writtenTokenSeconds: written.fixed,
        promptTokenSeconds: prompt.fixed,
      };
}

type Point = readonly [amount: number, seconds: number];

function line(
  small: Point,
  large: Point,
): { readonly perSecond: number; readonly fixed: number } | undefined {
  const amount = large[0] - small[0];
  const seconds = large[1] - small[1];
  if (!(amount > 0 && seconds > 0)) {
    return undefined;
  }
  return { perSecond: amount / seconds, fixed: Math.max(0, small[1] - (small[0] * seconds) / amount) };
}
