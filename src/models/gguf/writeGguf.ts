import { open } from 'node:fs/promises';
import { GGUF_VALUE_TYPES, type GgufValueType } from './ggufTypes.ts';
import { TENSOR_TYPES } from './tensorTypes.ts';

/** A metadata value to write; lists have one element type, strings or numbers. */
export type WritableValue =
  | { readonly type: 'number'; readonly as: keyof typeof NUMBER_ARRAYS; readonly value: number }
  | { readonly type: 'uint64'; readonly value: bigint }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'int32s' | 'uint32s' | 'float32s'; readonly value: readonly number[] };

/** A tensor to write. `data` is asked for when its turn comes, so that a large file never lies in memory. */
export interface WritableTensor {
  readonly name: string;
  /** Row length first. */
  readonly dimensions: readonly number[];
  readonly type: WritableType;
  readonly data: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** What tensors can be written as. */
export type WritableType = 'F32' | 'F16' | 'BF16' | 'Q8_0' | 'Q4_K';

/** A GGUF file version 3, little-endian, aligned to 32 bytes. */
export interface WritableGguf {
  readonly metadata: readonly (readonly [string, WritableValue])[];
  readonly tensors: readonly WritableTensor[];
}

const ALIGNMENT = 32;
const VERSION = 3;

/**
 * Writes a file chunk by chunk, which must not exist yet. `onBytes` hears of each chunk. Rejects with the signal's reason
 * when it is aborted, and with the system's error; what is there of the file then is the caller's to remove.
 */
export async function writeGgufFile(
  path: string,
  model: WritableGguf,
  { onBytes, signal }: { readonly onBytes?: (count: number) => void; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const file = await open(path, 'wx');
  try {
    const write = async (chunk: Uint8Array): Promise<void> => {
      signal?.throwIfAborted();
      await file.writeFile(chunk);
      onBytes?.(chunk.length);
    };
    await write(ggufHeader(model));
    for (const tensor of model.tensors) {
      let size = 0;
      for await (const chunk of tensor.data()) {
        size += chunk.length;
        await write(chunk);
      }
      await write(endOfTensor(tensor, size));
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Everything before the first tensor's data, padding included. */
export function ggufHeader(model: WritableGguf): Uint8Array {
  const header = headerBytes(model);
  return Buffer.concat([header, Buffer.alloc(gap(header.length))]);
}

/** The padding after a tensor of which `size` bytes were written. Throws when these are not all of it, or more. */
export function endOfTensor(tensor: WritableTensor, size: number): Uint8Array {
  if (size !== byteSize(tensor)) {
    throw new Error(`${tensor.name} has ${size} bytes of ${byteSize(tensor)}`);
  }
  return Buffer.alloc(gap(size));
}

/** Bytes of the whole file. */
export function ggufSize(model: WritableGguf): number {
  return model.tensors.reduce(
    (total, tensor) => total + byteSize(tensor) + gap(byteSize(tensor)),
    ggufHeader(model).length,
  );
}

function headerBytes({ metadata, tensors }: WritableGguf): Buffer {
  const parts = [Buffer.from('GGUF'), uint32(VERSION), uint64(tensors.length), uint64(metadata.length)];
  for (const [key, value] of metadata) parts.push(text(key), valueBytes(value));
  let offset = 0;
  for (const tensor of tensors) {
    parts.push(text(tensor.name), uint32(tensor.dimensions.length), ...tensor.dimensions.map(uint64));
    parts.push(uint32(typeOf(tensor)[0]), uint64(offset));
    offset += byteSize(tensor) + gap(byteSize(tensor));
  }
  return Buffer.concat(parts);
}

function typeOf(tensor: WritableTensor): [id: number, blockSize: number, bytesPerBlock: number] {
  for (const [id, type] of TENSOR_TYPES) {
    if (type.name === tensor.type) return [id, type.blockSize, type.bytesPerBlock];
  }
  throw new Error(`no tensor type ${tensor.type}`);
}

function byteSize(tensor: WritableTensor): number {
  const [, blockSize, bytesPerBlock] = typeOf(tensor);
  return (
    (tensor.dimensions.reduce((product, dimension) => product * dimension, 1) / blockSize) * bytesPerBlock
  );
}

function gap(size: number): number {
  return (ALIGNMENT - (size % ALIGNMENT)) % ALIGNMENT;
}

function valueBytes(value: WritableValue): Buffer {
  switch (value.type) {
    case 'string':
      return Buffer.concat([typeId('string'), text(value.value)]);
    case 'strings':
      return list('string', value.value.length, Buffer.concat(value.value.map(text)));
    case 'int32s':
      return list('int32', value.value.length, bytesOf(Int32Array.from(value.value)));
    case 'uint32s':
      return list('uint32', value.value.length, bytesOf(Uint32Array.from(value.value)));
    case 'float32s':
      return list('float32', value.value.length, bytesOf(Float32Array.from(value.value)));
    case 'bool':
      return Buffer.concat([typeId('bool'), Buffer.of(value.value ? 1 : 0)]);
    case 'uint64':
      return Buffer.concat([typeId('uint64'), bytesOf(BigUint64Array.of(value.value))]);
    case 'number':
      return Buffer.concat([typeId(value.as), bytesOf(NUMBER_ARRAYS[value.as](value.value))]);
  }
}

const NUMBER_ARRAYS = {
  uint8: (value: number) => Uint8Array.of(value),
  uint16: (value: number) => Uint16Array.of(value),
  uint32: (value: number) => Uint32Array.of(value),
  int32: (value: number) => Int32Array.of(value),
  float32: (value: number) => Float32Array.of(value),
  float64: (value: number) => Float64Array.of(value),
};

function list(type: GgufValueType, length: number, elements: Buffer): Buffer {
  return Buffer.concat([typeId('array'), typeId(type), uint64(length), elements]);
}

function typeId(type: GgufValueType): Buffer {
  return uint32(GGUF_VALUE_TYPES.indexOf(type));
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  return bytesOf(Uint32Array.of(value));
}

function uint64(value: number): Buffer {
  return bytesOf(BigUint64Array.of(BigInt(value)));
}

/** The elements as they lie in memory, which is little-endian wherever Node runs. */
function bytesOf(array: ArrayBufferView): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}
