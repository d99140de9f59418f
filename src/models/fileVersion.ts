import { stat } from 'node:fs/promises';

/** Names a file as it is now: another text once it has changed; undefined when there is none. */
export async function fileVersion(file: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size } = await stat(file);
    return `${file} ${mtimeMs} ${size}`;
  } catch {
    return undefined; // who reads the file says so
  }
}
