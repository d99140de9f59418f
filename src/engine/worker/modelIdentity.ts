import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { type LoadModelParams } from '../protocol.ts';
import { type NativeRuntime } from './nativeRuntime.ts';

/** Raised when a cache of the same model is made in another way. */
const VERSION = 1;

/**
 * Tells a model, what it is run with and what runs it from every other: what is in a KV cache means nothing to another
 * one. Undefined where states are not kept: on a GPU reading anew takes no longer than the disk, and numbers are compared
 * from a cache of their own.
 */
export async function identityOf(
  { path, adapter, numerics = 'fast' }: LoadModelParams,
  { backend, release }: Pick<NativeRuntime, 'backend' | 'release'>,
  contextTokens: number,
): Promise<string | undefined> {
  if (backend !== 'cpu' || numerics !== 'fast') {
    return undefined;
  }
  try {
    const files = [path, ...(adapter === undefined ? [] : [adapter.path])];
    const facts = await Promise.all(files.map(factsOf));
    // F16 keys and values with flash attention, by `fast`.
    const all = [VERSION, release, process.arch, contextTokens, numerics, facts, adapter?.scale];
    return createHash('sha256').update(JSON.stringify(all)).digest('hex');
  } catch {
    // A file that was replaced or removed this moment: it is loaded, but can't be told from others.
    return undefined;
  }
}

async function factsOf(file: string): Promise<readonly (string | number)[]> {
  const { size, mtimeMs } = await stat(file);
  return [file, size, mtimeMs];
}
