import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, filesBelow, toSlashes, type FileCopy } from './files.ts';
import { PackagingError } from './packagingError.ts';

/** What node-llama-cpp, itself part of the engine's bundle, reads by path: its version, its release, its grammars. */
const READ_BY_PATH = ['package.json', 'llama/binariesGithubRelease.json', 'llama/grammars'];

/** The files of node-llama-cpp that ship beside the engine's bundle, and where they go. */
export async function engineData(root: string): Promise<FileCopy[]> {
  const folder = await realpath(join(root, 'node_modules/node-llama-cpp'));
  const lists = await Promise.all(
    READ_BY_PATH.map(async (path) => {
      if (!(await exists(join(folder, path)))) {
        throw new PackagingError(`node-llama-cpp has no ${path}: run npm ci again.`);
      }
      const below = await filesBelow(join(folder, path));
      return below.length === 0 ? [path] : below.map((file) => `${path}/${file}`);
    }),
  );
  return lists.flat().map((path) => ({
    from: join(folder, path),
    to: `dist/engine/node_modules/node-llama-cpp/${path}`,
  }));
}

/** The folder of the npm package that a file belongs to, or undefined for a file of this repository. */
export function packageFolder(file: string): string | undefined {
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(toSlashes(file))?.[1];
}
