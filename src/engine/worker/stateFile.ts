import { createHmac, timingSafeEqual } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import * as v from 'valibot';
import { type TokenId } from './nativeRuntime.ts';

/**
 * What llama.cpp wrote, then an entry about it as JSON, the entry's length, a mark and the seal: an HMAC-SHA256 of all
 * before it, with a key that only this installation has. llama.cpp reads no further than what it wrote itself.
 */
const MARK = Buffer.from('OELMread');
const LENGTH_BYTES = 4;
const SEAL_BYTES = 32;
const TAIL_BYTES = LENGTH_BYTES + MARK.length + SEAL_BYTES;
/** Far more than the numbers of any context that is kept. */
const MOST_ENTRY_BYTES = 1024 ** 2;
const CHUNK_BYTES = 1024 ** 2;

const ENTRY = v.object({
  identity: v.string(),
  tokens: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

/** What a state file is of. */
export interface StateEntry {
  /** Of the model, the engine and how the cache is made: a state fits no other. */
  readonly identity: string;
  /** What was read, in order. */
  readonly tokens: readonly TokenId[];
}

/** Ends a file that llama.cpp has written with its entry and the seal, and has all of it on the disk. */
export async function sealState(file: string, entry: StateEntry, key: Buffer): Promise<void> {
  const text = Buffer.from(JSON.stringify(entry));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(text.length);
  const end = Buffer.concat([text, length, MARK]);
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    const hmac = await hmacOf(handle, size, key);
    const seal = hmac.update(end).digest();
    await handle.write(Buffer.concat([end, seal]), 0, end.length + seal.length, size);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The entry of a file, by which it is chosen; nothing has been checked yet. Throws for a file that has none. */
export async function entryOf(file: string): Promise<StateEntry> {
  return withFile(file, readEntry);
}

/** The entry of a file with this installation's seal. Throws for a file that is foreign, cut or changed in any byte. */
export async function sealedEntryOf(file: string, key: Buffer): Promise<StateEntry> {
  return withFile(file, async (handle) => {
    const { size } = await handle.stat();
    const sealAt = Math.max(0, size - SEAL_BYTES);
    const seal = await bytesAt(handle, sealAt, SEAL_BYTES);
    if (!timingSafeEqual((await hmacOf(handle, sealAt, key)).digest(), seal)) {
      throw new Error('it does not have the seal of this installation');
    }
    return readEntry(handle);
  });
}

async function withFile<T>(file: string, read: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r');
  try {
    return await read(handle);
  } finally {
    await handle.close();
  }
}

async function readEntry(handle: FileHandle): Promise<StateEntry> {
  const { size } = await handle.stat();
  const tail = await bytesAt(handle, size - TAIL_BYTES, TAIL_BYTES);
  const length = tail.readUInt32LE();
  const isMarked = tail.subarray(LENGTH_BYTES, LENGTH_BYTES + MARK.length).equals(MARK);
  if (!isMarked || length > MOST_ENTRY_BYTES) {
    throw new Error('it has no entry');
  }
  const text = await bytesAt(handle, size - TAIL_BYTES - length, length);
  return v.parse(ENTRY, JSON.parse(text.toString()));
}

async function hmacOf(
  handle: FileHandle,
  bytes: number,
  key: Buffer,
): Promise<ReturnType<typeof createHmac>> {
  const hmac = createHmac('sha256', key);
  for (let at = 0; at < bytes; at += CHUNK_BYTES) {
    hmac.update(await bytesAt(handle, at, Math.min(CHUNK_BYTES, bytes - at)));
  }
  return hmac;
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  if (position < 0) {
    throw new Error('it is too short');
  }
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) {
    throw new Error('it is too short');
  }
  return buffer;
}
