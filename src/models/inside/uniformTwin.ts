import { type LayerShape } from '../checks/hyperparameters.ts';
import { type LayerParameters, sumOfLayer } from './layerParameters.ts';

/** A model whose layers are all alike, as large as one whose layers differ. */
export interface UniformTwin {
  readonly shape: LayerShape;
  /** Weights of each of its layers. */
  readonly parameters: LayerParameters;
}

/** What a twin is computed from; both lists have one entry a layer. */
export interface ScaledLayers {
  readonly shapes: readonly LayerShape[];
  readonly parameters: readonly LayerParameters[];
  /** Width of the residual stream. */
  readonly width: number;
  /** Elements per head, the same for keys and values. */
  readonly headSize: number;
}

/** Normalisation gains and biases, as a share of a layer's weights; more is a part this knows nothing of. */
const MOST_UNEXPLAINED = 0.01;

/**
 * The uniform model with as many layers, the same width and head size, and as near as possible the same weights: heads
 * are the mean, and the feed-forward width takes up the rest. Undefined where layers are of another make than attention
 * and a gated feed-forward part, whose weights this could not foresee.
 */
export function uniformTwin(layers: ScaledLayers): UniformTwin | undefined {
  const { shapes, parameters, width } = layers;
  const wanted = meanOf(parameters.map(sumOfLayer));
  const small = parameters.map((parameter, layer) => sumOfLayer(parameter) - matrices(shapes[layer], layers));
  if (small.some((own, layer) => own < 0 || own > MOST_UNEXPLAINED * sumOfLayer(parameters[layer] ?? NONE))) {
    return undefined;
  }
  const keyValueHeads = Math.round(meanOf(shapes.map((shape) => shape.keyValueHeads)));
  const group = Math.round(meanOf(shapes.map((shape) => shape.queryHeads / shape.keyValueHeads)));
  if (!(keyValueHeads >= 1 && group >= 1)) {
    return undefined;
  }
  const heads = { queryHeads: keyValueHeads * group, keyValueHeads };
  const gains = Math.round(meanOf(small));
  const rest = wanted - gains - matrices({ ...heads, feedForward: 0 }, layers);
  const feedForward = Math.max(1, Math.round(rest / (3 * width)));
  const shape = { ...heads, feedForward };
  const attention = matrices({ ...heads, feedForward: 0 }, layers) + gains;
  return { shape, parameters: { attention, feedForward: 3 * width * feedForward, other: 0 } };
}

const NONE: LayerParameters = { attention: 0, feedForward: 0, other: 0 };

/** Weights of a layer's matrices: queries, keys, values and their output, and the three of a gated feed-forward part. */
function matrices(shape: LayerShape | undefined, { width, headSize }: ScaledLayers): number {
  const { queryHeads, keyValueHeads, feedForward } = shape ?? {
    queryHeads: 0,
    keyValueHeads: 0,
    feedForward: 0,
  };
  return width * headSize * (2 * queryHeads + 2 * keyValueHeads) + 3 * width * feedForward;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
