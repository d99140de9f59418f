import { type LayerShape } from './checks/hyperparameters.ts';

/** What OpenELM's layer-wise scaling starts from; the names are those of the paper and of Apple's configurations. */
export interface ScalingOptions {
  readonly layers: number;
  /** Width of the residual stream, `model_dim`. */
  readonly width: number;
  readonly headSize: number;
  /** α: attention's share of the width in the first and in the last layer, or one for each layer. */
  readonly attention: readonly number[];
  /** β: the feed-forward width as a multiple of the width, likewise. */
  readonly feedForward: readonly number[];
  /** Query heads that share one key and value head. */
  readonly group: number;
  /** Feed-forward widths are multiples of this. */
  readonly divisor: number;
}

/** How the eight published models were scaled. */
export const PUBLISHED_SCALING = {
  attention: [0.5, 1],
  feedForward: [0.5, 4],
  group: 4,
  divisor: 256,
} as const;

/**
 * Sizes of each layer: both multipliers grow linearly over the layers, rounded to hundredths before they are applied, as
 * in Apple's code (corenet, `general_gpt.py`).
 */
export function layerWiseScaling(options: ScalingOptions): readonly LayerShape[] {
  const { layers, width, headSize, group, divisor } = options;
  const alphas = perLayer(options.attention, layers);
  const betas = perLayer(options.feedForward, layers);
  return alphas.map((alpha, layer) => {
    const queryHeads = makeDivisible(width * alpha, headSize * group) / headSize;
    const feedForward = makeDivisible((betas[layer] ?? 0) * width, divisor);
    return { queryHeads, keyValueHeads: queryHeads / group, feedForward };
  });
}

/** One multiplier for each layer, from the first and the last, or from one for all. */
function perLayer(given: readonly number[], layers: number): readonly number[] {
  if (given.length === layers && layers !== 2) {
    return given;
  }
  const first = given[0] ?? 1;
  const last = given.at(-1) ?? first;
  const step = layers === 1 ? 0 : (last - first) / (layers - 1);
  return Array.from({ length: layers }, (_, layer) =>
    toHundredths(layer === layers - 1 && layers > 1 ? last : first + step * layer),
  );
}

/** As Python rounds: to the nearest, and what lies exactly between two to the even one. */
function toHundredths(value: number): number {
  const [, half = ''] = /\.\d\d(\d+)$/u.exec(value.toFixed(20)) ?? [];
  const isTie = /^50*$/u.test(half);
  const rounded = Number(value.toFixed(2));
  return isTie && Math.round(rounded * 100) % 2 !== 0 ? Number((rounded - 0.01).toFixed(2)) : rounded;
}

/** The multiple of `divisor` nearest to a value, never below one of it nor below nine tenths of the value. */
function makeDivisible(value: number, divisor: number): number {
  const nearest = Math.max(divisor, Math.floor((value + divisor / 2) / divisor) * divisor);
  return nearest < 0.9 * value ? nearest + divisor : nearest;
}
