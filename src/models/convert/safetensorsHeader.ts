import * as v from 'valibot';
import { ConvertError } from './convertError.ts';

/** Bytes of one element, by the names that the format has for those that models are published in. */
export const ELEMENT_BYTES = { F32: 4, F16: 2, BF16: 2 } as const;

export type ElementType = keyof typeof ELEMENT_BYTES;

/** One tensor of a file. */
export interface SafeTensor {
  readonly type: ElementType;
  /** Rows first. */
  readonly shape: readonly number[];
  /** Position of its first byte in the file. */
  readonly start: number;
  readonly bytes: number;
}

/** The format's own limit (safetensors, `MAX_HEADER_SIZE`). */
export const MAX_HEADER_BYTES = 100_000_000;
/** Before the header: its length. */
export const LENGTH_BYTES = 8;
const MAX_DIMENSIONS = 4;

const Entry = v.object({
  dtype: v.picklist(['F32', 'F16', 'BF16']),
  shape: v.pipe(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1))), v.maxLength(MAX_DIMENSIONS)),
  data_offsets: v.tuple([
    v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    v.pipe(v.number(), v.safeInteger()),
  ]),
});

/**
 * Reads the header of a safetensors file and believes none of it: tensors lie within the file one after the other, none
 * over another and no byte unused, as the format demands. Throws `badWeights`.
 *
 * @param header the bytes after the length
 * @param fileBytes of the whole file
 */
export function readSafetensorsHeader(
  file: string,
  header: Uint8Array,
  fileBytes: number,
): ReadonlyMap<string, SafeTensor> {
  const dataStart = LENGTH_BYTES + header.length;
  const tensors = new Map<string, SafeTensor>();
  for (const [name, value] of Object.entries(parse(file, header))) {
    if (name !== '__metadata__') {
      tensors.set(name, readEntry(file, name, value, dataStart));
    }
  }
  let end = dataStart;
  for (const [name, { start, bytes }] of [...tensors].sort(([, a], [, b]) => a.start - b.start)) {
    if (start !== end) {
      throw damaged(file, `the tensor “${shown(name)}” does not begin where the one before it ends`);
    }
    end += bytes;
  }
  if (end !== fileBytes) {
    throw damaged(file, end > fileBytes ? 'it ends before its tensors do' : 'more bytes follow its tensors');
  }
  return tensors;
}

function parse(file: string, header: Uint8Array): object {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value;
    }
  } catch {
    // Said below.
  }
  throw damaged(file, 'its header is no JSON object');
}

function readEntry(file: string, name: string, value: unknown, dataStart: number): SafeTensor {
  const entry = v.safeParse(Entry, value);
  if (!entry.success) {
    const [issue] = entry.issues;
    throw damaged(file, `the tensor “${shown(name)}”: ${issue.message}`);
  }
  const { dtype, shape, data_offsets: offsets } = entry.output;
  const bytes = shape.reduce((product, dimension) => product * dimension, ELEMENT_BYTES[dtype]);
  if (offsets[1] - offsets[0] !== bytes) {
    throw damaged(file, `the tensor “${shown(name)}” has another size than its shape`);
  }
  return { type: dtype, shape, start: dataStart + offsets[0], bytes };
}

function shown(name: string): string {
  return name.slice(0, 80).replace(/[\p{Cc}\p{Cf}]/gu, '?');
}

function damaged(file: string, problem: string): ConvertError {
  return new ConvertError('badWeights', { file, problem });
}
