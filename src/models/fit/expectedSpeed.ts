import { type MemoryNeed } from './memoryNeed.ts';
import { tokenWork, type SizedModel } from './tokenWork.ts';

/** What was measured of a machine’s back end, once. */
export interface Calibration {
  /** Of reading weights while one token is computed. */
  readonly bandwidthBytesPerSecond: number;
  /** Floating-point operations a second while many tokens are computed at once. */
  readonly computeFlops: number;
  /** Of each token that is written, whatever the model’s size: choosing it, handing it over, starting the layers. */
  readonly writtenTokenSeconds: number;
  /** Of each token of a prompt. */
  readonly promptTokenSeconds: number;
}

/** Tokens a second. */
export interface ExpectedSpeed {
  /** While an answer is written. */
  readonly decode: number;
  /** While a prompt is read. */
  readonly prefill: number;
}

/** One multiplication and one addition for each weight. */
export const FLOPS_PER_PARAMETER = 2;

/**
 * Speed of a model by a machine’s calibration: each token that is written reads the weights and the keys and values
 * before it; reading a prompt is bound by arithmetic.
 *
 * @param depth tokens before those that are computed
 */
export function expectedSpeed(
  model: SizedModel,
  { estimate }: Pick<MemoryNeed, 'estimate'>,
  calibration: Calibration,
  depth = 0,
): ExpectedSpeed {
  const { readBytes, keyValueBytes, multiplied } = tokenWork(model, estimate);
  const { bandwidthBytesPerSecond, computeFlops, writtenTokenSeconds, promptTokenSeconds } = calibration;
  const bytes = Math.max(1, readBytes + keyValueBytes * depth);
  const flops = Math.max(1, FLOPS_PER_PARAMETER * multiplied);
  return {
    decode: 1 / (writtenTokenSeconds + bytes / bandwidthBytesPerSecond),
    prefill: 1 / (promptTokenSeconds + flops / computeFlops),
  };
}
