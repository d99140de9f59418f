/** Each is so many times the one before. */
const FACTOR = Math.SQRT2;

/**
 * The nearest of a row of values, each √2 times the one before, from 1 on: what is measured a little otherwise each time, a
 * speed, say, is mostly the same then. Zero stays zero.
 */
export function inSteps(value: number): number {
  return value <= 0 ? 0 : FACTOR ** Math.round(Math.log(value) / Math.log(FACTOR));
}
