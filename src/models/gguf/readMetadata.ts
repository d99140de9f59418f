import { ModelFileError } from '../modelFileError.ts';
import { type HeaderStream } from './headerStream.ts';
import {
  GGUF_VALUE_TYPES,
  type GgufFixedType,
  type GgufNumbers,
  type GgufValue,
  type GgufValueType,
} from './ggufTypes.ts';
import { type StringTable, StringTableBuilder } from './stringTable.ts';

/** Published files have up to about 100 keys; llama.cpp compares every key with every other. */
const MAX_KEYS = 8192;
const MAX_KEY_BYTES = 1024;
/** The largest string seen in published files is a whole tokenizer.json of about 30 MB. */
const MAX_STRING_BYTES = 64 * 1024 * 1024;
const MAX_ELEMENT_BYTES = 1024 * 1024;
/** Vocabularies have up to 262,144 tokens today, merges up to twice that. */
const MAX_ARRAY_LENGTH = 4 * 1024 * 1024;

const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

/** Reads the key-value pairs into `metadata`; every count is checked before it is believed. */
export async function readMetadata(
  stream: HeaderStream,
  count: number,
  metadata: Map<string, GgufValue>,
): Promise<void> {
  if (count > MAX_KEYS)
    throw new ModelFileError('tooLarge', { what: 'a number of keys', value: count, limit: MAX_KEYS });
  for (let index = 0; index < count; index += 1) {
    const at = stream.position;
    const key = await readName(stream, MAX_KEY_BYTES);
    if (metadata.has(key)) {
      throw new ModelFileError('corruptHeader', { offset: at, problem: `the key ${key} appears twice` });
    }
    metadata.set(key, await readValue(stream));
  }
}

/** A key or a tensor name: short and printable, for llama.cpp cuts at NUL and compares the rest. */
export async function readName(stream: HeaderStream, maxBytes: number): Promise<string> {
  const at = stream.position;
  const bytes = await readStringBytes(stream, maxBytes);
  const name = bytes.toString('latin1');
  if (!PRINTABLE_ASCII.test(name)) {
    throw new ModelFileError('corruptHeader', { offset: at, problem: 'a name is empty or not printable' });
  }
  return name;
}

async function readStringBytes(stream: HeaderStream, maxBytes: number): Promise<Buffer> {
  if (stream.buffered < 8) await stream.need(8);
  const at = stream.position;
  const length = stream.takeUint64();
  if (length > maxBytes) {
    throw new ModelFileError('corruptHeader', { offset: at, problem: `a string of ${length} bytes` });
  }
  if (stream.buffered < length) await stream.need(length);
  return stream.takeBytes(length);
}

async function readValue(stream: HeaderStream): Promise<GgufValue> {
  const type = await readType(stream);
  if (type === 'array') return readArray(stream);
  if (type === 'string') return readString(stream);
  await stream.need(FIXED[type].size);
  return scalar(type, stream.takeBytes(FIXED[type].size));
}

async function readType(stream: HeaderStream): Promise<GgufValueType> {
  await stream.need(4);
  const at = stream.position;
  const id = stream.takeUint32();
  const type = GGUF_VALUE_TYPES[id];
  if (type === undefined) {
    throw new ModelFileError('corruptHeader', { offset: at, problem: `unknown value type ${id}` });
  }
  return type;
}

async function readString(stream: HeaderStream): Promise<GgufValue> {
  const at = stream.position;
  const bytes = await readStringBytes(stream, MAX_STRING_BYTES);
  try {
    return {
      type: 'string',
      value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    };
  } catch (error) {
    throw new ModelFileError('corruptHeader', {
      offset: at,
      problem: `a string is not UTF-8 (${String(error)})`,
    });
  }
}

async function readArray(stream: HeaderStream): Promise<GgufValue> {
  const of = await readType(stream);
  const at = stream.position;
  await stream.need(8);
  const length = stream.takeUint64();
  if (of === 'array') {
    // The format allows it, but llama.cpp refuses it and no model uses it.
    throw new ModelFileError('corruptHeader', { offset: at, problem: 'an array of arrays' });
  }
  if (length > MAX_ARRAY_LENGTH) {
    throw new ModelFileError('tooLarge', { what: 'an array length', value: length, limit: MAX_ARRAY_LENGTH });
  }
  if (of === 'string') return { type: 'array', of, strings: await readStrings(stream, length) };
  const bytes = length * FIXED[of].size;
  stream.mustHold(bytes);
  await stream.need(bytes);
  return { type: 'array', of, numbers: numbersOf(of, stream.takeBytes(bytes)) };
}

async function readStrings(stream: HeaderStream, length: number): Promise<StringTable> {
  stream.mustHold(length * 8);
  const table = new StringTableBuilder(length);
  for (let index = 0; index < length; index += 1) {
    // Awaiting only at chunk borders keeps a million strings at a fraction of a second.
    if (stream.buffered < 8) await stream.need(8);
    const at = stream.position;
    const size = stream.takeUint64();
    if (size > MAX_ELEMENT_BYTES) {
      throw new ModelFileError('corruptHeader', { offset: at, problem: `an array element of ${size} bytes` });
    }
    if (stream.buffered < size) await stream.need(size);
    table.add(stream.takeBytes(size));
  }
  return table.build();
}

interface FixedType {
  readonly size: number;
  readonly array: (buffer: ArrayBuffer) => GgufNumbers;
}

const FIXED: Readonly<Record<GgufFixedType, FixedType>> = {
  uint8: { size: 1, array: (buffer) => new Uint8Array(buffer) },
  int8: { size: 1, array: (buffer) => new Int8Array(buffer) },
  uint16: { size: 2, array: (buffer) => new Uint16Array(buffer) },
  int16: { size: 2, array: (buffer) => new Int16Array(buffer) },
  uint32: { size: 4, array: (buffer) => new Uint32Array(buffer) },
  int32: { size: 4, array: (buffer) => new Int32Array(buffer) },
  float32: { size: 4, array: (buffer) => new Float32Array(buffer) },
  bool: { size: 1, array: (buffer) => new Uint8Array(buffer) },
  uint64: { size: 8, array: (buffer) => new BigUint64Array(buffer) },
  int64: { size: 8, array: (buffer) => new BigInt64Array(buffer) },
  float64: { size: 8, array: (buffer) => new Float64Array(buffer) },
};

/** Copies little-endian elements into an array of their own; every platform VS Code runs on is little-endian. */
function numbersOf(type: GgufFixedType, bytes: Uint8Array): GgufNumbers {
  const own = new ArrayBuffer(bytes.length);
  new Uint8Array(own).set(bytes);
  return FIXED[type].array(own);
}

function scalar(type: GgufFixedType, bytes: Uint8Array): GgufValue {
  const value = numbersOf(type, bytes)[0] ?? 0;
  if (type === 'uint64' || type === 'int64') return { type, value: BigInt(value) };
  if (type === 'bool') return { type, value: value !== 0 };
  return { type, value: Number(value) };
}
