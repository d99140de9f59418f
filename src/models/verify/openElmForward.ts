import { type OpenElmConfig } from '../convert/openElmConfig.ts';

/** Weights by the names under which OpenELM is published, such as `transformer.layers.0.attn.qkv_proj.weight`. */
export interface PublishedWeights {
  /** Some rows in order, as many at once as it likes; those of a gain are single numbers. */
  rows(name: string, first: number, count: number): Iterable<Float32Array> | AsyncIterable<Float32Array>;
}

/** A model as published. */
export interface PublishedModel {
  readonly shape: Pick<OpenElmConfig, 'width' | 'headSize' | 'layers' | 'vocabularySize' | 'ropeBase'> & {
    readonly epsilon: number;
  };
  readonly weights: PublishedWeights;
}

type Layer = OpenElmConfig['layers'][number];
type Vectors = readonly Float64Array[];

/**
 * OpenELM as its authors published it, written from the description of the architecture alone: an oracle for the
 * engine and for the conversion that shares no code with them. All sums run in 64 bits. Every matrix is read once, a few
 * rows at a time, for all positions together, so that a model of any size fits; nothing is cached, and it is slow.
 *
 * @param onLayer called after each layer; what it throws ends the computation
 * @returns for each position the scores of every token to come next.
 */
export async function openElmLogits(
  model: PublishedModel,
  tokens: readonly number[],
  onLayer: (layer: number) => void = () => undefined,
): Promise<Float64Array[]> {
  const { width, epsilon, layers, vocabularySize } = model.shape;
  const embedding = 'token_embeddings';
  let residuals: Vectors = await Promise.all(
    tokens.map(async (token) => Float64Array.from(await values(model, embedding, token, 1))),
  );
  for (const [index, layer] of layers.entries()) {
    const name = (part: string): string => `layers.${index}.${part}`;
    residuals = added(residuals, await attention(model, layer, name, residuals));
    residuals = added(residuals, await feedForward(model, layer, name, residuals));
    onLayer(index);
  }
  const gain = await values(model, 'norm', 0, width);
  const normed = residuals.map((residual) => rmsNorm(residual, gain, epsilon));
  return multiply(model, embedding, vocabularySize, normed);
}

/** Divides by the root of the mean square, then multiplies by a gain per element. */
export function rmsNorm(vector: Float64Array, gain: ArrayLike<number>, epsilon: number): Float64Array {
  const meanSquare = vector.reduce((total, value) => total + value * value, 0) / vector.length;
  const scale = 1 / Math.sqrt(meanSquare + epsilon);
  return vector.map((value, index) => value * scale * (gain[index] ?? 0));
}

/** Turns the pairs (j, j + half) of a head by an angle that grows with the position and falls with j. */
export function rotate(head: Float64Array, position: number, base: number): Float64Array {
  const half = head.length / 2;
  return head.map((value, index) => {
    const pair = index % half;
    const angle = position * base ** ((-2 * pair) / head.length);
    const partner = index < half ? -(head[index + half] ?? 0) : (head[index - half] ?? 0);
    return value * Math.cos(angle) + partner * Math.sin(angle);
  });
}

async function attention(
  model: PublishedModel,
  layer: Layer,
  name: (part: string) => string,
  residuals: Vectors,
): Promise<Vectors> {
  const { width, headSize, epsilon, ropeBase } = model.shape;
  const { queryHeads, keyValueHeads } = layer;
  const gain = await values(model, name('attn_norm'), 0, width);
  const queryGain = await values(model, name('attn.q_norm'), 0, headSize);
  const keyGain = await values(model, name('attn.k_norm'), 0, headSize);
  const normed = residuals.map((residual) => rmsNorm(residual, gain, epsilon));
  const rows = (queryHeads + 2 * keyValueHeads) * headSize;
  const projected = (await multiply(model, name('attn.qkv_proj'), rows, normed)).map((all, position) => {
    const head = (index: number): Float64Array => all.slice(index * headSize, (index + 1) * headSize);
    const turned = (index: number, headGain: Float32Array): Float64Array =>
      rotate(rmsNorm(head(index), headGain, epsilon), position, ropeBase);
    return {
      queries: count(queryHeads, (index) => turned(index, queryGain)),
      keys: count(keyValueHeads, (index) => turned(queryHeads + index, keyGain)),
      values: count(keyValueHeads, (index) => head(queryHeads + keyValueHeads + index)),
    };
  });
  const sharing = queryHeads / keyValueHeads;
  const attended = projected.map(({ queries }, position) => {
    const seen = projected.slice(0, position + 1);
    const heads = queries.map((query, index) => {
      const shared = Math.floor(index / sharing);
      const weights = softmax(seen.map(({ keys }) => dot(query, keys[shared]) / Math.sqrt(headSize)));
      const mixed = new Float64Array(headSize);
      for (const [earlier, { values: seenValues }] of seen.entries()) {
        const weight = weights[earlier] ?? 0;
        for (const [element, value] of (seenValues[shared] ?? []).entries()) {
          mixed[element] = (mixed[element] ?? 0) + weight * value;
        }
      }
      return mixed;
    });
    return Float64Array.from(heads.flatMap((head) => [...head]));
  });
  return multiply(model, name('attn.out_proj'), width, attended);
}

/** Gate and what it gates come from one matrix, the gate from its first half. */
async function feedForward(
  model: PublishedModel,
  { feedForward: inner }: Layer,
  name: (part: string) => string,
  residuals: Vectors,
): Promise<Vectors> {
  const { width, epsilon } = model.shape;
  const gain = await values(model, name('ffn_norm'), 0, width);
  const normed = residuals.map((residual) => rmsNorm(residual, gain, epsilon));
  const both = await multiply(model, name('ffn.proj_1'), 2 * inner, normed);
  const gated = both.map((all) => {
    const up = all.subarray(inner);
    return all.slice(0, inner).map((gate, index) => (gate / (1 + Math.exp(-gate))) * (up[index] ?? 0));
  });
  return multiply(model, name('ffn.proj_2'), width, gated);
}

async function values(
  model: PublishedModel,
  name: string,
  first: number,
  rows: number,
): Promise<Float32Array> {
  const found: number[] = [];
  for await (const chunk of model.weights.rows(`transformer.${name}.weight`, first, rows)) {
    for (const value of chunk) found.push(value);
  }
  return Float32Array.from(found);
}

/** The product of a matrix of so many rows with each vector. */
async function multiply(
  model: PublishedModel,
  name: string,
  rows: number,
  vectors: Vectors,
): Promise<Float64Array[]> {
  const products = vectors.map(() => new Float64Array(rows));
  const length = vectors[0]?.length ?? 1;
  let row = 0;
  for await (const chunk of model.weights.rows(`transformer.${name}.weight`, 0, rows)) {
    for (const [index, vector] of vectors.entries()) {
      multiplyRows(chunk, vector, products[index]?.subarray(row));
    }
    row += chunk.length / length;
  }
  return products;
}

function multiplyRows(
  chunk: Float32Array,
  vector: Float64Array,
  into: Float64Array = new Float64Array(),
): void {
  const { length } = vector;
  for (let row = 0, at = 0; at < chunk.length; row += 1) {
    let total = 0;
    for (let column = 0; column < length; column += 1, at += 1) {
      total += (chunk[at] ?? 0) * (vector[column] ?? 0);
    }
    into[row] = total;
  }
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / total);
}

function dot(left: Float64Array, right: Float64Array | undefined): number {
  return left.reduce((total, value, index) => total + value * (right?.[index] ?? 0), 0);
}

function added(left: Vectors, right: Vectors): Vectors {
  return left.map((vector, position) =>
    vector.map((value, index) => value + (right[position]?.[index] ?? 0)),
  );
}

function count<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}
