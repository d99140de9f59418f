import { type GgufHeader, type GgufTensor } from '../gguf/ggufTypes.ts';
import { TENSOR_TYPES, type TensorType } from '../gguf/tensorTypes.ts';
import { type Metadata } from '../metadata.ts';
import { ModelFileError } from '../modelFileError.ts';

/** A tensor whose type is known, whose shape fits its type, and whose bytes lie inside the file. */
export interface CheckedTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly type: TensorType;
  readonly elements: number;
  readonly bytes: number;
}

const ALIGNMENT_KEY = 'general.alignment';
const DEFAULT_ALIGNMENT = 32;
/** ggml asserts that the memory it maps weights from is aligned to 32 bytes. */
const LEAST_ALIGNMENT = 32;
const MOST_ALIGNMENT = 65_536;
const BYTES_PER_MEGABYTE = 1e6;

/**
 * Checks types, shapes and places of all tensors. llama.cpp demands that every tensor starts exactly where the one
 * before it in the table ends, padded to the alignment; so nothing overlaps and nothing lies out of order.
 */
export function checkTensorTable(header: GgufHeader, metadata: Metadata, fileSize: number): CheckedTensor[] {
  const alignment = readAlignment(metadata);
  const dataStart = padded(header.endOfHeader, alignment);
  const checked: CheckedTensor[] = [];
  let expectedOffset = 0;
  let end = dataStart;
  for (const tensor of header.tensors) {
    const current = checkTensor(tensor);
    if (tensor.offset !== expectedOffset) {
      const problem = `its data starts at ${tensor.offset} instead of ${expectedOffset}`;
      throw new ModelFileError('corruptTensorTable', { tensor: tensor.name, problem });
    }
    end = dataStart + expectedOffset + current.bytes;
    expectedOffset += padded(current.bytes, alignment);
    if (!Number.isSafeInteger(expectedOffset)) throw tooManyElements(tensor);
    checked.push(current);
  }
  if (end > fileSize) throw truncated(end - fileSize);
  return checked;
}

function readAlignment(metadata: Metadata): number {
  const alignment = metadata.count(ALIGNMENT_KEY) ?? DEFAULT_ALIGNMENT;
  const isPowerOfTwo = Number.isInteger(Math.log2(alignment));
  if (isPowerOfTwo && alignment >= LEAST_ALIGNMENT && alignment <= MOST_ALIGNMENT) return alignment;
  throw metadata.contradiction(ALIGNMENT_KEY, `a power of two from ${LEAST_ALIGNMENT} to ${MOST_ALIGNMENT}`);
}

function checkTensor(tensor: GgufTensor): CheckedTensor {
  const type = TENSOR_TYPES.get(tensor.type);
  if (type === undefined) {
    throw new ModelFileError('unsupportedTensorType', { tensor: tensor.name, type: `type ${tensor.type}` });
  }
  if (tensor.dimensions.includes(0)) {
    throw new ModelFileError('corruptTensorTable', { tensor: tensor.name, problem: 'a dimension is 0' });
  }
  const elements = tensor.dimensions.reduce((product, dimension) => product * dimension, 1);
  const row = tensor.dimensions[0] ?? 1;
  if (row % type.blockSize !== 0) {
    const problem = `rows of ${row} elements are not whole blocks of ${type.name}`;
    throw new ModelFileError('corruptTensorTable', { tensor: tensor.name, problem });
  }
  const bytes = (elements / type.blockSize) * type.bytesPerBlock;
  // Beyond 2^53 the product is no longer exact, and no disk holds it.
  if (!Number.isSafeInteger(elements) || !Number.isSafeInteger(bytes)) throw tooManyElements(tensor);
  checkRole(tensor, type);
  return { name: tensor.name, dimensions: tensor.dimensions, type, elements, bytes };
}

/** Normalisation gains are multiplied element by element, which ggml can do with plain floats alone. */
function checkRole({ name }: GgufTensor, type: TensorType): void {
  const plain = type.name === 'F32' || type.name === 'F16' || type.name === 'BF16';
  const runnable = name.endsWith('_norm.weight') ? plain : type.computable || !name.endsWith('.weight');
  if (!runnable) throw new ModelFileError('unsupportedTensorType', { tensor: name, type: type.name });
}

function tooManyElements({ name, dimensions }: GgufTensor): ModelFileError {
  const problem = `its shape ${dimensions.join(' × ')} is too large`;
  return new ModelFileError('corruptTensorTable', { tensor: name, problem });
}

function truncated(missingBytes: number): ModelFileError {
  const missing =
    missingBytes < BYTES_PER_MEGABYTE / 10
      ? `${missingBytes} bytes`
      : `${(missingBytes / BYTES_PER_MEGABYTE).toFixed(1)} MB`;
  return new ModelFileError('truncated', { missing, missingBytes });
}

function padded(size: number, alignment: number): number {
  return Math.ceil(size / alignment) * alignment;
}
