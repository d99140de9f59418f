import { readFile, stat } from 'node:fs/promises';
import { ConvertError } from './convertError.ts';
import { refuseUnreadable } from './refuseUnreadable.ts';

/** Reads a file whole, unless it is larger than any of its kind. Rejects with `unreadable`. */
export async function readSmallFile(file: string, maxBytes: number): Promise<Buffer> {
  const { size } = await stat(file).catch(refuseUnreadable(file));
  if (size > maxBytes) {
    throw new ConvertError('unreadable', { path: file, reason: `${size} bytes` });
  }
  return readFile(file).catch(refuseUnreadable(file));
}
