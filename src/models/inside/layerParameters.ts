import { type GgufTensor } from '../gguf/ggufTypes.ts';
import { elementsOf, layerOf } from './tensorOverview.ts';

/** The weights of one layer by what they are for. */
export interface LayerParameters {
  /** Queries, keys, values, their output and what normalises them. */
  readonly attention: number;
  readonly feedForward: number;
  /** What names neither, such as a recurrent part. */
  readonly other: number;
}

/** Counts the weights of each layer by the names of its tensors. */
export function layerParameters(tensors: readonly GgufTensor[], layers: number): readonly LayerParameters[] {
  const counts = Array.from({ length: layers }, () => ({ attention: 0, feedForward: 0, other: 0 }));
  for (const tensor of tensors) {
    const count = counts[layerOf(tensor.name) ?? -1];
    if (count !== undefined) {
      count[partOf(tensor.name)] += elementsOf(tensor) ?? 0;
    }
  }
  return counts;
}

/** All weights of a layer. */
export function sumOfLayer({ attention, feedForward, other }: LayerParameters): number {
  return attention + feedForward + other;
}

function partOf(name: string): keyof LayerParameters {
  if (name.includes('.attn_')) {
    return 'attention';
  }
  return name.includes('.ffn_') ? 'feedForward' : 'other';
}
