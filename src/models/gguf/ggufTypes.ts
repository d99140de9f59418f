import { type StringTable } from './stringTable.ts';

/** Metadata value types in the order of their ids in the file (GGUF specification, versions 2 and 3). */
export const GGUF_VALUE_TYPES = [
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'float32',
  'bool',
  'string',
  'array',
  'uint64',
  'int64',
  'float64',
] as const;

/** Name of a metadata value type. */
export type GgufValueType = (typeof GGUF_VALUE_TYPES)[number];

/** A type of fixed size that fits a JavaScript number. */
export type GgufNumberType = Exclude<GgufValueType, 'bool' | 'string' | 'array' | 'uint64' | 'int64'>;

/** A type of fixed size: anything but strings and arrays. */
export type GgufFixedType = Exclude<GgufValueType, 'string' | 'array'>;

/** Elements of a metadata array of fixed-size values; booleans lie in a `Uint8Array`. */
export type GgufNumbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigUint64Array
  | BigInt64Array;

/** One metadata value. Arrays stay compact: a vocabulary of a million tokens is two buffers, not a million strings. */
export type GgufValue =
  | { readonly type: GgufNumberType; readonly value: number }
  | { readonly type: 'uint64' | 'int64'; readonly value: bigint }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'array'; readonly of: 'string'; readonly strings: StringTable }
  | { readonly type: 'array'; readonly of: GgufFixedType; readonly numbers: GgufNumbers };

/** One row of the tensor table, as the file states it. */
export interface GgufTensor {
  readonly name: string;
  /** Elements per dimension, the contiguous one (the row) first; at most four. */
  readonly dimensions: readonly number[];
  /** Id of the element type, see `TENSOR_TYPES`. */
  readonly type: number;
  /** Bytes from the start of the tensor data. */
  readonly offset: number;
}

/** What is read of a header, filled as it is read: of a damaged one it holds what stands before the damage. */
export interface HeaderParts {
  readonly metadata: Map<string, GgufValue>;
  readonly tensors: GgufTensor[];
}

/** Everything that stands before the tensor data. */
export interface GgufHeader {
  readonly version: number;
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
  /** Position of the first byte after the tensor table, before padding. */
  readonly endOfHeader: number;
}
