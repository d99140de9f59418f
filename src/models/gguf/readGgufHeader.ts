import { ModelFileError } from '../modelFileError.ts';
import { type GgufHeader, type GgufTensor, type HeaderParts } from './ggufTypes.ts';
import { type ByteSource, HeaderStream } from './headerStream.ts';
import { readMetadata, readName } from './readMetadata.ts';

/** The largest published mixtures of experts have about 2,000; llama.cpp compares every name with every other. */
const MAX_TENSORS = 32_768;
/** ggml keeps names in 64 bytes with their NUL. */
const MAX_TENSOR_NAME_BYTES = 63;
const MAX_DIMENSIONS = 4;

/**
 * Reads magic, version, metadata and tensor table, and believes no count: memory stays below a few times the
 * header, and a damaged header ends in a `ModelFileError`. What the values mean is for the caller to check.
 * Rejects with the signal's reason when it is aborted. `parts` holds afterwards what could be read.
 */
export async function readGgufHeader(
  source: ByteSource,
  signal?: AbortSignal,
  parts: HeaderParts = { metadata: new Map(), tensors: [] },
): Promise<GgufHeader> {
  const stream = new HeaderStream(source, signal);
  await readMagic(stream, source);
  await stream.need(20);
  const version = readVersion(stream);
  const tensorCount = stream.takeUint64();
  await readMetadata(stream, stream.takeUint64(), parts.metadata);
  await readTensorTable(stream, tensorCount, parts.tensors);
  return { version, ...parts, endOfHeader: stream.position };
}

async function readMagic(stream: HeaderStream, source: ByteSource): Promise<void> {
  if (source.size === 0) throw new ModelFileError('notGguf', { found: 'an empty file' });
  const length = Math.min(source.size, 64);
  await stream.need(length);
  const opening = Buffer.from(stream.takeBytes(4)).toString('latin1');
  if (opening === 'GGUF') return;
  const rest = Buffer.from(stream.takeBytes(Math.max(0, length - 4))).toString('latin1');
  throw new ModelFileError('notGguf', { found: guessFormat(opening + rest) });
}

/** What people most often have in hand instead of a GGUF file. */
function guessFormat(opening: string): string {
  if (/^\s*<(!doctype|html|\?xml)/i.test(opening)) return 'a web page';
  if (opening.startsWith('version https://git-lfs')) return 'a Git LFS pointer';
  if (/^(lmgg|tjgg|algg|fmgg|ggml|ggjt|ggla)/.test(opening)) return 'a model in the older GGML form';
  if (opening.startsWith('PK')) return 'a ZIP archive or a PyTorch checkpoint';
  if (/^.{8}\{/s.test(opening)) return 'a safetensors file';
  return 'something else';
}

function readVersion(stream: HeaderStream): number {
  const version = stream.takeUint32();
  if (version !== 0 && (version & 0xffff) === 0) throw new ModelFileError('bigEndian');
  if (version !== 2 && version !== 3) throw new ModelFileError('unsupportedVersion', { version });
  return version;
}

async function readTensorTable(stream: HeaderStream, count: number, tensors: GgufTensor[]): Promise<void> {
  if (count > MAX_TENSORS) {
    throw new ModelFileError('tooLarge', { what: 'a number of tensors', value: count, limit: MAX_TENSORS });
  }
  const names = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const tensor = await readTensor(stream);
    if (names.has(tensor.name)) {
      throw new ModelFileError('corruptTensorTable', {
        tensor: tensor.name,
        problem: 'the name appears twice',
      });
    }
    names.add(tensor.name);
    tensors.push(tensor);
  }
}

async function readTensor(stream: HeaderStream): Promise<GgufTensor> {
  const name = await readName(stream, MAX_TENSOR_NAME_BYTES);
  await stream.need(4);
  const rank = stream.takeUint32();
  if (rank > MAX_DIMENSIONS) {
    throw new ModelFileError('corruptTensorTable', { tensor: name, problem: `${rank} dimensions` });
  }
  await stream.need(rank * 8 + 12);
  const dimensions = Array.from({ length: rank }, () => stream.takeUint64());
  return { name, dimensions, type: stream.takeUint32(), offset: stream.takeUint64() };
}
