import { realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { exists, filesBelow, toSlashes, type FileCopy } from './files.ts';
import { PackagingError } from './packagingError.ts';

/**
 * Imported only inside a try, for a file copy that this product never makes (ipull), or resolved to a platform's own
 * package at run time, or provided by Electron.
 */
const LEFT_OUT = ['@node-llama-cpp/*', '@reflink/*', 'electron'];

/** What node-llama-cpp reads by path rather than imports: the release of its binaries, and the built-in grammars. */
const READ_BY_PATH = ['llama/binariesGithubRelease.json', 'llama/grammars'];

/**
 * The files of node-llama-cpp and its dependencies that Node can reach from its entry, with every package.json on the
 * way: an exact list, so declarations, source maps, tests, the command line and its dependencies stay out.
 */
export async function engineClosure(root: string): Promise<FileCopy[]> {
  const modules = await realpath(join(root, 'node_modules'));
  const files = new Set<string>();
  for (const file of await reachableFiles(root)) {
    files.add(file);
    for (const manifest of await manifestsAbove(file, modules)) {
      files.add(manifest);
    }
  }
  for (const file of await dataFiles(join(modules, 'node-llama-cpp'))) {
    files.add(file);
  }
  return [...files].sort().map((from) => ({ from, to: packagedPath(from, modules) }));
}

/** The folder of the npm package that a file belongs to, or undefined for a file of this repository. */
export function packageFolder(file: string): string | undefined {
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(toSlashes(file))?.[1];
}

async function reachableFiles(root: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: "import 'node-llama-cpp';", resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    logLevel: 'silent',
    format: 'esm',
    target: 'node20',
    external: LEFT_OUT,
    // From here on: find the files that Node finds. A bundler prefers other entries and skips what has no effect.
    platform: 'node',
    mainFields: ['main'],
    conditions: [],
    ignoreAnnotations: true,
    treeShaking: false,
  });
  const inputs = Object.keys(metafile.inputs).filter((input) => input !== '<stdin>');
  return Promise.all(inputs.map((input) => realpath(resolve(root, input))));
}

/** The package.json files from a file up to its package's folder: Node reads the nearest one for the module format. */
async function manifestsAbove(file: string, modules: string): Promise<string[]> {
  const top = packageFolder(file) ?? modules;
  const found: string[] = [];
  for (let folder = dirname(file); toSlashes(folder).startsWith(top); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (await exists(manifest)) {
      found.push(manifest);
    }
  }
  return found;
}

async function dataFiles(nodeLlamaCpp: string): Promise<string[]> {
  const lists = await Promise.all(
    READ_BY_PATH.map(async (path) => {
      const below = await filesBelow(join(nodeLlamaCpp, path));
      return below.length === 0 ? [path] : below.map((file) => `${path}/${file}`);
    }),
  );
  return lists.flat().map((path) => join(nodeLlamaCpp, path));
}

function packagedPath(file: string, modules: string): string {
  const path = toSlashes(relative(modules, file));
  if (path.startsWith('..')) {
    throw new PackagingError(
      `${file} is imported by the engine but lies outside node_modules: run npm ci again.`,
    );
  }
  return `dist/engine/node_modules/${path}`;
}
