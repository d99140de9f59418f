import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** A folder of models is a few levels deep at most: maker, repository, file. */
const MAX_DEPTH = 3;
/** More are no folder of models but a whole disk. */
const MAX_FILES = 500;
/** Of a model in several files llama.cpp is given the first one. */
const LATER_PART = /-(?!0*1-of-)\d{5}-of-\d{5}\.gguf$/i;
/** What a vision model needs besides its weights; no model by itself. */
const PROJECTOR = /^mmproj/i;

/** A model file on this disk. */
export interface GgufFile {
  readonly path: string;
  readonly bytes: number;
}

/** The GGUF models below a folder, by path; none when it can't be read. At most 500, and three levels deep. */
export async function ggufFiles(folder: string, depth = MAX_DEPTH): Promise<readonly GgufFile[]> {
  const found: GgufFile[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const { name } of entries.sort((one, other) => one.name.localeCompare(other.name))) {
    if (found.length >= MAX_FILES) {
      break;
    }
    const file = path.join(folder, name);
    // Through links too: the caches of other tools are made of them.
    const what = await stat(file).catch(() => undefined);
    if (what?.isDirectory() === true && depth > 1) {
      found.push(...(await ggufFiles(file, depth - 1)));
    } else if (what?.isFile() === true && isModel(name)) {
      found.push({ path: file, bytes: what.size });
    }
  }
  return found.slice(0, MAX_FILES);
}

function isModel(name: string): boolean {
  return name.toLowerCase().endsWith('.gguf') && !LATER_PART.test(name) && !PROJECTOR.test(name);
}
