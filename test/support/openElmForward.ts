import { type OpenElmShape } from './miniatureOpenElm.ts';

/** Weights by GGUF tensor name, each row by row: row r of a matrix makes the r-th number of its product. */
export interface ReferenceModel {
  readonly shape: OpenElmShape;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

type Layer = OpenElmShape['layers'][number];

/**
 * OpenELM as its authors published it, written from the description of the architecture alone: an oracle for the
 * engine that shares no code with it. All sums run in 64 bits. Slow on purpose: every position sees all before it
 * anew, nothing is cached.
 * @returns for each position the scores of every token to come next.
 */
export function openElmLogits(model: ReferenceModel, tokens: readonly number[]): Float64Array[] {
  const { width, epsilon, layers } = model.shape;
  const embedding = tensor(model, 'token_embd');
  let residuals = tokens.map((token): Float64Array =>
    Float64Array.from(embedding.subarray(token * width, (token + 1) * width)),
  );
  for (const [index, layer] of layers.entries()) {
    const name = (part: string) => `blk.${index}.${part}`;
    const attended = attention(model, layer, name, residuals);
    residuals = residuals.map((residual, position) => sum(residual, attended[position]));
    residuals = residuals.map((residual) => sum(residual, feedForward(model, name, residual)));
  }
  const gain = tensor(model, 'output_norm');
  return residuals.map((residual) => multiply(embedding, rmsNorm(residual, gain, epsilon)));
}

/** Divides by the root of the mean square, then multiplies by a gain per element. */
export function rmsNorm(values: Float64Array, gain: ArrayLike<number>, epsilon: number): Float64Array {
  const meanSquare = values.reduce((total, value) => total + value * value, 0) / values.length;
  const scale = 1 / Math.sqrt(meanSquare + epsilon);
  return values.map((value, index) => value * scale * (gain[index] ?? 0));
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

function attention(
  model: ReferenceModel,
  layer: Layer,
  name: (part: string) => string,
  residuals: readonly Float64Array[],
): Float64Array[] {
  const { headSize, epsilon, ropeBase } = model.shape;
  const { queryHeads, keyValueHeads } = layer;
  const queryGain = tensor(model, name('attn_q_norm'));
  const keyGain = tensor(model, name('attn_k_norm'));
  const projected = residuals.map((residual, position) => {
    const normed = rmsNorm(residual, tensor(model, name('attn_norm')), epsilon);
    const all = multiply(tensor(model, name('attn_qkv')), normed);
    const head = (index: number) => all.slice(index * headSize, (index + 1) * headSize);
    const turned = (index: number, gain: Float32Array) =>
      rotate(rmsNorm(head(index), gain, epsilon), position, ropeBase);
    return {
      queries: count(queryHeads, (index) => turned(index, queryGain)),
      keys: count(keyValueHeads, (index) => turned(queryHeads + index, keyGain)),
      values: count(keyValueHeads, (index) => head(queryHeads + keyValueHeads + index)),
    };
  });
  const sharing = queryHeads / keyValueHeads;
  return projected.map(({ queries }, position) => {
    const seen = projected.slice(0, position + 1);
    const heads = queries.map((query, index) => {
      const shared = Math.floor(index / sharing);
      const weights = softmax(seen.map(({ keys }) => dot(query, keys[shared]) / Math.sqrt(headSize)));
      const mixed = new Float64Array(headSize);
      for (const [earlier, { values }] of seen.entries()) {
        const weight = weights[earlier] ?? 0;
        for (const [element, value] of (values[shared] ?? []).entries()) {
          mixed[element] = (mixed[element] ?? 0) + weight * value;
        }
      }
      return mixed;
    });
    return multiply(
      tensor(model, name('attn_output')),
      Float64Array.from(heads.flatMap((head) => [...head])),
    );
  });
}

function feedForward(
  model: ReferenceModel,
  name: (part: string) => string,
  residual: Float64Array,
): Float64Array {
  const normed = rmsNorm(residual, tensor(model, name('ffn_norm')), model.shape.epsilon);
  const gate = multiply(tensor(model, name('ffn_gate')), normed);
  const up = multiply(tensor(model, name('ffn_up')), normed);
  const gated = gate.map((value, index) => (value / (1 + Math.exp(-value))) * (up[index] ?? 0));
  return multiply(tensor(model, name('ffn_down')), gated);
}

function tensor(model: ReferenceModel, name: string): Float32Array {
  const values = model.weights.get(`${name}.weight`);
  if (values === undefined) throw new Error(`no tensor ${name}.weight`);
  return values;
}

function multiply(matrix: Float32Array, vector: Float64Array): Float64Array {
  const result = new Float64Array(matrix.length / vector.length);
  for (let row = 0, at = 0; row < result.length; row += 1) {
    let total = 0;
    for (let column = 0; column < vector.length; column += 1, at += 1) {
      total += (matrix[at] ?? 0) * (vector[column] ?? 0);
    }
    result[row] = total;
  }
  return result;
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

function sum(left: Float64Array, right: Float64Array | undefined): Float64Array {
  return left.map((value, index) => value + (right?.[index] ?? 0));
}

function count<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}
