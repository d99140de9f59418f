import { readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';

/** What could not be removed, and the system's word for why, such as `EBUSY`. */
export interface NotRemoved {
  readonly path: string;
  readonly reason: string;
}

/** How the disk is changed; replaced in tests. */
export interface Remover {
  /** A file, or a link itself. */
  readonly file: (file: string) => Promise<void>;
  readonly emptyFolder: (folder: string) => Promise<void>;
}

const OF_THIS_DISK: Remover = {
  file: (file) => rm(file),
  emptyFolder: (folder) => rmdir(folder),
};

/**
 * Removes a folder with everything below it, links not followed. One file that is in use keeps none of the others here:
 * returns what is left, and why; empty where the folder is gone, or was never there.
 */
export async function removeTree(
  folder: string,
  remover: Remover = OF_THIS_DISK,
): Promise<readonly NotRemoved[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const below = entries.map((entry) => {
      const own = path.join(folder, entry.name);
      return entry.isDirectory() ? removeTree(own, remover) : removed(own, remover.file);
    });
    const left = (await Promise.all(below)).flat();
    // Another window may have written into it meanwhile: the error tells.
    return left.length > 0 ? left : await removed(folder, remover.emptyFolder);
  } catch (error) {
    return reasonFor(folder, error);
  }
}

async function removed(
  what: string,
  remove: (what: string) => Promise<void>,
): Promise<readonly NotRemoved[]> {
  try {
    await remove(what);
    return [];
  } catch (error) {
    return reasonFor(what, error);
  }
}

/** Nothing, for what was gone already. */
function reasonFor(what: string, error: unknown): readonly NotRemoved[] {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? [] : [{ path: what, reason: code ?? String(error) }];
}
