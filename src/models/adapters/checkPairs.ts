import { isSameShape } from '../checks/isSameShape.ts';
import { type CheckedTensor } from '../checks/tensorTable.ts';
import { type GgufTensor } from '../gguf/ggufTypes.ts';
import { AdapterError } from './adapterError.ts';

/** What an adapter has to fit. */
export interface AdaptedModel {
  readonly architecture: string;
  /** As the model's own file states them. */
  readonly tensors: readonly Pick<GgufTensor, 'name' | 'dimensions'>[];
}

/** The two factors of a change; their product has the shape of the model's own matrix. */
interface Pair {
  a?: CheckedTensor;
  b?: CheckedTensor;
}

const EMBEDDING = 'token_embd.weight';
const OUTPUT = 'output.weight';
const MAX_RANK = 16_384;

/**
 * Checks that an adapter is made of pairs `NAME.lora_a` and `NAME.lora_b` whose product can be added to the model's
 * NAME, as llama.cpp does, and refuses what llama.cpp would leave out or abort at.
 */
export function checkPairs(
  tensors: readonly CheckedTensor[],
  model: AdaptedModel,
): { readonly rank: number; readonly matrices: number } {
  const pairs = pairsOf(tensors);
  if (pairs.size === 0) throw new AdapterError('noPairs');
  const shapes = new Map(model.tensors.map(({ name, dimensions }) => [name, dimensions]));
  let rank = 0;
  for (const [name, { a, b }] of pairs) {
    if (a === undefined || b === undefined) {
      throw new AdapterError('unpairedTensor', { tensor: (a ?? b)?.name ?? name });
    }
    const shape = shapes.get(name);
    if (shape === undefined) throw new AdapterError('unknownTensor', { tensor: name });
    rank = Math.max(rank, checkPair({ a, b }, shape, name === EMBEDDING && !shapes.has(OUTPUT)));
  }
  return { rank, matrices: pairs.size };
}

function pairsOf(tensors: readonly CheckedTensor[]): Map<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const tensor of tensors) {
    const [, name, half] = /^(.+)\.lora_([ab])$/u.exec(tensor.name) ?? [];
    // Gains of normalisations may stand there whole: llama.cpp passes over them without a word.
    if (name === undefined) throw new AdapterError('strangeTensor', { tensor: tensor.name });
    if (!tensor.type.computable) {
      throw new AdapterError('badTensorType', { tensor: tensor.name, type: tensor.type.name });
    }
    const pair = pairs.get(name) ?? {};
    pairs.set(name, { ...pair, [half === 'a' ? 'a' : 'b']: tensor });
  }
  return pairs;
}

/** Returns the rank. */
function checkPair({ a, b }: Required<Pair>, shape: readonly number[], isTied: boolean): number {
  const [row = 1, rows = 1, ...experts] = shape;
  if (isTied) throw new AdapterError('tiedEmbedding', { tensor: EMBEDDING });
  const isEmbedding = a.name === `${EMBEDDING}.lora_a`;
  // Of an embedding rows are looked up, so that its first factor has the rows.
  const rank = (isEmbedding ? a.dimensions[0] : a.dimensions[1]) ?? 1;
  if (rows === 1 || rank > MAX_RANK) throw unfit(a, [row, `1 to ${MAX_RANK}`]);
  requireShape(a, isEmbedding ? [rank, rows] : [row, rank, ...experts]);
  requireShape(b, isEmbedding ? [rank, row] : [rank, rows, ...experts]);
  return rank;
}

function requireShape(tensor: CheckedTensor, shape: readonly number[]): void {
  if (!isSameShape(tensor.dimensions, shape)) throw unfit(tensor, shape);
}

function unfit({ name, dimensions }: CheckedTensor, shape: readonly (number | string)[]): AdapterError {
  return new AdapterError('unfitTensor', {
    tensor: name,
    actual: dimensions.join(' × '),
    expected: shape.join(' × '),
  });
}
