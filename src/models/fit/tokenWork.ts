import { type EstimatedSizes, type MemoryEstimate } from '../estimateMemory.ts';
import { type ModelFacts } from '../modelFacts.ts';

/** A model as its work follows from it; without `sizes` all of it is taken for layers. */
export interface SizedModel {
  readonly parameters: number;
  readonly sizes?:
    | Pick<EstimatedSizes, 'layers' | 'keyLength' | 'valueLength' | 'embeddingLength' | 'vocabularySize'>
    | undefined;
}

/** What a model has to do for one token. */
export interface TokenWork {
  /** Bytes of weights that are read for a token that is written. */
  readonly readBytes: number;
  /** Bytes of keys and values that are read for each token before it. */
  readonly keyValueBytes: number;
  /** Weights that a token of a prompt is multiplied with. */
  readonly multiplied: number;
}

/** A file’s model; its keys and values are taken to be of one size. */
export function sizedModelOf({ parameters, headSize, ...sizes }: ModelFacts): SizedModel {
  return { parameters, sizes: { ...sizes, keyLength: headSize, valueLength: headSize } };
}

/** The work of a model whose bytes are spread evenly over its weights. */
export function tokenWork(model: SizedModel, estimate: MemoryEstimate): TokenWork {
  const { parameters, sizes } = model;
  const keyValueBytes = estimate.keyValueCache / Math.max(1, estimate.keyValueTokens);
  if (sizes === undefined) {
    return { readBytes: estimate.weights, keyValueBytes, multiplied: parameters };
  }
  const table = sizes.vocabularySize * sizes.embeddingLength;
  // Of a table of embeddings a token reads one row. Tied, it is the output matrix as well, which a written token reads
  // as a whole; of a prompt only the last token has an output.
  const tables = hasOutputOfItsOwn(model) ? 2 : 1;
  const unread = tables === 2 ? table : 0;
  return {
    readBytes: estimate.weights * (1 - Math.min(1, unread / parameters)),
    keyValueBytes,
    multiplied: Math.max(0, parameters - tables * table),
  };
}

/** Whether the weights outside the layers come to two tables of the vocabulary, not to one. */
function hasOutputOfItsOwn({ parameters, sizes }: SizedModel): boolean {
  if (sizes === undefined) {
    return false;
  }
  const { layers, keyLength, valueLength, embeddingLength, vocabularySize } = sizes;
  const inLayers = layers.reduce((sum, { queryHeads, keyValueHeads, feedForward }) => {
    const attention = queryHeads * (keyLength + valueLength) + keyValueHeads * (keyLength + valueLength);
    return sum + embeddingLength * (attention + MATRICES_OF_FEED_FORWARD * feedForward);
  }, 0);
  const tables = (parameters - inLayers) / (vocabularySize * embeddingLength);
  // Far from either, as in a mixture of experts, the layers are of a make that is not known here.
  return tables > 1.5 && tables < 2.5;
}

/** Gate, up and down. */
const MATRICES_OF_FEED_FORWARD = 3;
