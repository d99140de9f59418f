import { open, readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { ConvertError } from './convertError.ts';
import { decodeElements } from './decodeElements.ts';
import { readSmallFile } from './readSmallFile.ts';
import { refuseUnreadable } from './refuseUnreadable.ts';
import {
  ELEMENT_BYTES,
  LENGTH_BYTES,
  MAX_HEADER_BYTES,
  readSafetensorsHeader,
  type SafeTensor,
} from './safetensorsHeader.ts';

const SINGLE = 'model.safetensors';
/** A name and a file for each tensor. */
const MAX_INDEX_BYTES = 1 << 24;
const INDEX = 'model.safetensors.index.json';
/** A name beside the index, nothing that leads elsewhere. */
const PLAIN_NAME = /^[\w.-]+\.safetensors$/u;
/** Elements read at once. */
const CHUNK_ELEMENTS = 1 << 20;

const Index = v.object({ weight_map: v.record(v.string(), v.pipe(v.string(), v.regex(PLAIN_NAME))) });

interface Place {
  readonly file: FileHandle;
  readonly tensor: SafeTensor;
}

/** The tensors of a published model, in one file or in several; call `close` when done. */
export class SafetensorsModel {
  private constructor(
    private readonly files: readonly FileHandle[],
    private readonly places: ReadonlyMap<string, Place>,
  ) {}

  /** Opens all files of the model and reads their headers. Rejects with a `ConvertError`. */
  static async open(folder: string): Promise<SafetensorsModel> {
    const files: FileHandle[] = [];
    const places = new Map<string, Place>();
    try {
      for (const name of await fileNames(folder)) {
        const file = await open(path.join(folder, name)).catch(refuseUnreadable(name));
        files.push(file);
        for (const [tensorName, tensor] of await readHeader(file, name)) {
          places.set(tensorName, { file, tensor });
        }
      }
      return new SafetensorsModel(files, places);
    } catch (error) {
      await Promise.all(files.map((file) => file.close()));
      throw error;
    }
  }

  /** Throws `missingTensor`, or `wrongTensor` for one of another shape. */
  tensor(name: string, shape: readonly number[]): SafeTensor {
    const place = this.places.get(name);
    if (place === undefined) {
      throw new ConvertError('missingTensor', { tensor: name });
    }
    const actual = place.tensor.shape.join(' × ');
    const expected = shape.join(' × ');
    if (actual !== expected) {
      throw new ConvertError('wrongTensor', { tensor: name, actual, expected });
    }
    return place.tensor;
  }

  /** The elements of some rows, a few million at once: never more in memory, however large the tensor is. */
  async *rows(name: string, first: number, count: number): AsyncGenerator<Float32Array> {
    const place = this.places.get(name);
    if (place === undefined) {
      throw new ConvertError('missingTensor', { tensor: name });
    }
    const { type, start, shape } = place.tensor;
    const row = shape.slice(1).reduce((product, dimension) => product * dimension, 1);
    const rowsAtOnce = Math.max(1, Math.floor(CHUNK_ELEMENTS / row));
    for (let at = first; at < first + count; at += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, first + count - at);
      const bytes = new Uint8Array(rows * row * ELEMENT_BYTES[type]);
      await readFully(place.file, bytes, start + at * row * ELEMENT_BYTES[type], name);
      yield decodeElements(type, bytes);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.files.map((file) => file.close()));
  }
}

async function fileNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(refuseUnreadable(folder));
  if (names.includes(SINGLE)) {
    return [SINGLE];
  }
  if (!names.includes(INDEX)) {
    throw new ConvertError('noWeights', { path: folder });
  }
  const text = (await readSmallFile(path.join(folder, INDEX), MAX_INDEX_BYTES)).toString();
  try {
    return [...new Set(Object.values(v.parse(Index, JSON.parse(text)).weight_map))];
  } catch (error) {
    throw new ConvertError('badIndex', { file: INDEX, problem: (error as Error).message });
  }
}

async function readHeader(file: FileHandle, name: string): Promise<ReadonlyMap<string, SafeTensor>> {
  const { size } = await file.stat();
  const length = Buffer.alloc(LENGTH_BYTES);
  if (size < LENGTH_BYTES) {
    throw new ConvertError('badWeights', { file: name, problem: 'it is too short' });
  }
  await readFully(file, length, 0, name);
  const headerBytes = Number(length.readBigUInt64LE());
  if (headerBytes > MAX_HEADER_BYTES || headerBytes > size - LENGTH_BYTES) {
    throw new ConvertError('badWeights', {
      file: name,
      problem: `its header shall have ${headerBytes} bytes`,
    });
  }
  const header = new Uint8Array(headerBytes);
  await readFully(file, header, LENGTH_BYTES, name);
  return readSafetensorsHeader(name, header, size);
}

async function readFully(file: FileHandle, into: Uint8Array, position: number, name: string): Promise<void> {
  for (let filled = 0; filled < into.length;) {
    const { bytesRead } = await file
      .read(into, filled, into.length - filled, position + filled)
      .catch(refuseUnreadable(name));
    if (bytesRead === 0) {
      throw new ConvertError('badWeights', { file: name, problem: 'it became shorter while it was read' });
    }
    filled += bytesRead;
  }
}
