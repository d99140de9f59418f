import { type OpenElmShape } from './miniatureOpenElm.ts';

/** Every number of query heads that a published size has, in a model of one layer each. */
export const HEAD_LAYOUTS: Readonly<Record<string, readonly [headSize: number, heads: readonly number[]]>> = {
  '270M': [64, [12, 16, 20]],
  '450M': [64, [12, 16, 20, 24]],
  '1.1B': [64, [16, 20, 24, 28, 32]],
  '3B': [128, [12, 16, 20, 24]],
};

/** Sizes of a miniature that has these heads. */
export function headLayout(headSize: number, heads: readonly number[]): Partial<OpenElmShape> {
  return {
    headSize,
    layers: heads.map((queryHeads, layer) => ({
      queryHeads,
      keyValueHeads: queryHeads / 4,
      feedForward: 256 * (layer + 1),
    })),
  };
}
