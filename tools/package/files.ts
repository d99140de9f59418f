import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** A file to copy: where it is, and where it goes inside the package (with forward slashes). */
export interface FileCopy {
  readonly from: string;
  readonly to: string;
}

/** Every file below a folder, relative to it, with forward slashes, sorted; empty when it is no folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  if (!(await isFolder(folder))) {
    return [];
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => toSlashes(relative(folder, join(entry.parentPath, entry.name))))
    .sort();
}

/** True when something is at the path, whatever it is. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** True for a folder, also through a link. */
export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** The path as a package names it. */
export function toSlashes(path: string): string {
  return path.split(sep).join('/');
}
