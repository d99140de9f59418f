import { type CatalogModel } from '../catalog/catalogSchema.ts';
import { type MemoryNeed } from './memoryNeed.ts';

/** What was measured of a machine’s back end, once. */
export interface Calibration {
  /** Of reading weights while one token is computed. */
  readonly bandwidthBytesPerSecond: number;
  /** Floating-point operations a second while many tokens are computed at once. */
  readonly computeFlops: number;
}

/** Tokens a second. */
export interface ExpectedSpeed {
  /** While an answer is written. */
  readonly decode: number;
  /** While a prompt is read. */
  readonly prefill: number;
}

/** One multiplication and one addition for each weight. */
const FLOPS_PER_PARAMETER = 2;

/**
 * Speed of a model by a machine’s calibration: each token that is written reads every weight and the keys and values
 * before it; reading a prompt is bound by arithmetic.
 *
 * @param depth tokens before those that are computed
 */
export function expectedSpeed(
  { parameters }: Pick<CatalogModel, 'parameters'>,
  { estimate }: Pick<MemoryNeed, 'estimate'>,
  { bandwidthBytesPerSecond, computeFlops }: Calibration,
  depth = 0,
): ExpectedSpeed {
  const perToken = estimate.keyValueCache / Math.max(1, estimate.keyValueTokens);
  return {
    decode: bandwidthBytesPerSecond / Math.max(1, estimate.weights + perToken * depth),
    prefill: computeFlops / (FLOPS_PER_PARAMETER * parameters),
  };
}
