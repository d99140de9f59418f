import { type GgufTensor } from '../gguf/ggufTypes.ts';
import { TENSOR_TYPES } from '../gguf/tensorTypes.ts';

/** A tensor as the file states it; of one whose type or shape can't be, elements and bytes are missing. */
export interface TensorRow {
  readonly name: string;
  /** Row length first. */
  readonly dimensions: readonly number[];
  /** Such as `Q8_0`; of an unknown one, its number. */
  readonly type: string;
  readonly elements?: number;
  readonly bytes?: number;
}

/** What several tensors come to. */
export interface TensorSum {
  readonly tensors: number;
  readonly elements: number;
  readonly bytes: number;
}

/** The tensors of one layer, or those of none: embedding, last normalisation, output. */
export interface TensorGroup extends TensorSum {
  readonly layer?: number;
  /** As many as a page can hold. */
  readonly rows: readonly TensorRow[];
}

/** All tensors of a file, grouped for people. */
export interface TensorOverview {
  /** What belongs to no layer first, then layer by layer. */
  readonly groups: readonly TensorGroup[];
  /** The largest type first. */
  readonly byType: readonly (TensorSum & { readonly type: string })[];
  readonly total: TensorSum;
}

/** Published mixtures of experts have up to about 2,000; sums count those beyond, too. */
const MAX_ROWS = 4096;
/** llama.cpp's `LLAMA_MAX_LAYERS`: a larger number belongs to no layer. */
const MAX_LAYERS = 512;
const NOTHING: TensorSum = { tensors: 0, elements: 0, bytes: 0 };

/** Groups the tensors of a header by layer and sums them up. */
export function tensorOverview(tensors: readonly GgufTensor[]): TensorOverview {
  const groups = new Map<number | undefined, { sum: TensorSum; rows: TensorRow[] }>();
  const byType = new Map<string, TensorSum>();
  let total = NOTHING;
  for (const [index, tensor] of tensors.entries()) {
    const row = rowOf(tensor);
    const layer = layerOf(row.name);
    const group = groups.get(layer) ?? { sum: NOTHING, rows: [] };
    if (index < MAX_ROWS) {
      group.rows.push(row);
    }
    groups.set(layer, { ...group, sum: plus(group.sum, row) });
    byType.set(row.type, plus(byType.get(row.type) ?? NOTHING, row));
    total = plus(total, row);
  }
  return {
    groups: [...groups]
      .sort(([a = -1], [b = -1]) => a - b)
      .map(([layer, { sum, rows }]) => ({ ...(layer === undefined ? {} : { layer }), rows, ...sum })),
    byType: [...byType].map(([type, sum]) => ({ type, ...sum })).sort((a, b) => b.bytes - a.bytes),
    total,
  };
}

/** The layer a tensor belongs to, by its name. */
export function layerOf(name: string): number | undefined {
  const layer = /^blk\.(\d{1,3})\./u.exec(name)?.[1];
  return layer === undefined || Number(layer) >= MAX_LAYERS ? undefined : Number(layer);
}

/** Elements of a tensor; undefined for a shape whose product no disk holds. */
export function elementsOf({ dimensions }: GgufTensor): number | undefined {
  const elements = dimensions.reduce((product, dimension) => product * dimension, 1);
  return Number.isSafeInteger(elements) ? elements : undefined;
}

function rowOf(tensor: GgufTensor): TensorRow {
  const { name, dimensions } = tensor;
  const type = TENSOR_TYPES.get(tensor.type);
  const elements = elementsOf(tensor);
  const bytes =
    type === undefined || elements === undefined ? NaN : (elements / type.blockSize) * type.bytesPerBlock;
  return {
    name,
    dimensions,
    type: type?.name ?? String(tensor.type),
    ...(elements === undefined ? {} : { elements }),
    ...(Number.isSafeInteger(bytes) ? { bytes } : {}),
  };
}

function plus(sum: TensorSum, { elements = 0, bytes = 0 }: TensorRow): TensorSum {
  return { tensors: sum.tensors + 1, elements: sum.elements + elements, bytes: sum.bytes + bytes };
}
