import { f32Bytes } from '../../src/models/gguf/encodeElements.ts';
import {
  type WritableGguf,
  type WritableTensor,
  type WritableValue,
} from '../../src/models/gguf/writeGguf.ts';
import { type MiniatureOpenElm } from './miniatureOpenElm.ts';
import { seededNormal } from './seededRandom.ts';

/** What an adapter is made of. */
export interface AdapterOptions {
  readonly seed?: number;
  readonly rank?: number;
  /** Undefined: the file does not state it, and the product is taken as it is. */
  readonly alpha?: number | undefined;
  /** The matrices it changes: all that are multiplied by, where nothing is said. */
  readonly matrices?: readonly string[];
}

/** A random LoRA adapter: as a file, and as what it makes of the model's weights. */
export interface LoraAdapter {
  readonly gguf: WritableGguf;
  /** W + scale · alpha / rank · B · A. */
  readonly merged: (scale: number) => MiniatureOpenElm;
}

interface Factors {
  readonly name: string;
  readonly row: number;
  readonly rows: number;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** Makes an adapter whose changes are about as large as the weights. */
export function loraAdapter(model: MiniatureOpenElm, options: AdapterOptions = {}): LoraAdapter {
  const { rank = 4, alpha } = options;
  const normal = seededNormal(options.seed ?? 7);
  const random = (length: number, deviation: number): Float32Array =>
    Float32Array.from({ length }, () => normal() * deviation);
  const factors = model.gguf.tensors
    .filter(({ name, dimensions }) =>
      options.matrices === undefined
        ? dimensions.length === 2 && name !== 'token_embd.weight'
        : options.matrices.includes(name),
    )
    .map(({ name, dimensions: [row = 1, rows = 1] }): Factors => {
      return { name, row, rows, a: random(rank * row, row ** -0.5), b: random(rows * rank, rank ** -0.5) };
    });
  return {
    gguf: { metadata: adapterMetadata(alpha), tensors: factors.flatMap((one) => tensorsOf(one, rank)) },
    merged: (scale) =>
      merge(model, factors, { rank, factor: scale * (alpha === undefined ? 1 : alpha / rank) }),
  };
}

/** The metadata by which llama.cpp knows a LoRA adapter for OpenELM. */
export function adapterMetadata(alpha: number | undefined): (readonly [string, WritableValue])[] {
  const text = (value: string): WritableValue => ({ type: 'string', value });
  return [
    ['general.architecture', text('openelm')],
    ['general.type', text('adapter')],
    ['general.name', text('random adapter')],
    ['adapter.type', text('lora')],
    ...(alpha === undefined
      ? []
      : [['adapter.lora.alpha', { type: 'number', as: 'float32', value: alpha }] as const]),
  ];
}

function tensorsOf({ name, row, rows, a, b }: Factors, rank: number): WritableTensor[] {
  return [
    { name: `${name}.lora_a`, dimensions: [row, rank], type: 'F32', data: () => [f32Bytes(a)] },
    { name: `${name}.lora_b`, dimensions: [rank, rows], type: 'F32', data: () => [f32Bytes(b)] },
  ];
}

function merge(
  model: MiniatureOpenElm,
  factors: readonly Factors[],
  { rank, factor }: { readonly rank: number; readonly factor: number },
): MiniatureOpenElm {
  const weights = new Map(model.weights);
  for (const { name, row, rows, a, b } of factors) {
    const changed = Float32Array.from(weights.get(name) ?? []);
    for (let to = 0; to < rows; to += 1) {
      for (let from = 0; from < row; from += 1) {
        let product = 0;
        for (let inner = 0; inner < rank; inner += 1) {
          product += (b[to * rank + inner] ?? 0) * (a[inner * row + from] ?? 0);
        }
        changed[to * row + from] = (changed[to * row + from] ?? 0) + factor * product;
      }
    }
    weights.set(name, changed);
  }
  return { ...model, weights };
}
