import { seededRandom } from '../../src/core/replay/seededRandom.ts';

/** A figure with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One case's part of a figure that is a sum divided by another: a share, a mean, a precision. */
export interface Part {
  readonly of: number;
  readonly per: number;
}

const RESAMPLES = 1000;
const SEED = 20260;

/**
 * The sum of `of` divided by that of `per`, with the interval that the percentile bootstrap gives: the cases drawn
 * anew, with replacement, a thousand times. NaN where there is nothing to divide by.
 */
export function estimate(parts: readonly Part[]): Estimate {
  return intervalOf((indices) => ratio(parts, indices), parts.length);
}

/** How much more the second figure is than the first, over the same cases: both are drawn together. */
export function estimateDifference(first: readonly Part[], second: readonly Part[]): Estimate {
  if (first.length !== second.length) {
    throw new Error('A paired bootstrap needs the same cases twice.');
  }
  return intervalOf((indices) => ratio(second, indices) - ratio(first, indices), first.length);
}

function intervalOf(figureOf: (indices: Uint32Array) => number, count: number): Estimate {
  const random = seededRandom(SEED);
  const indices = Uint32Array.from({ length: count }, (_, index) => index);
  const value = figureOf(indices);
  const figures: number[] = [];
  for (let round = 0; round < RESAMPLES; round++) {
    for (let index = 0; index < count; index++) {
      indices[index] = Math.floor(random() * count);
    }
    const figure = figureOf(indices);
    if (!Number.isNaN(figure)) {
      figures.push(figure);
    }
  }
  figures.sort((a, b) => a - b);
  const at = (share: number): number => figures[Math.round(share * (figures.length - 1))] ?? NaN;
  return { value, low: at(0.025), high: at(0.975) };
}

function ratio(parts: readonly Part[], indices: Uint32Array): number {
  let of = 0;
  let per = 0;
  for (const index of indices) {
    const part = parts[index];
    of += part?.of ?? 0;
    per += part?.per ?? 0;
  }
  return of / per;
}
