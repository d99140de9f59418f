// @ts-check
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Its own platform packages, found at run time; optional parts that this product has no use for. */
const EXTERNAL = /^(@node-llama-cpp\/|@reflink\/|electron$)/;
const SOURCE = /[\\/]node_modules[\\/]node-llama-cpp[\\/]dist[\\/].*\.js$/;
const SELF_TEST =
  /[\\/]node_modules[\\/]node-llama-cpp[\\/]dist[\\/]bindings[\\/]utils[\\/]testBindingBinary\.js$/;

/** The package's folder: beside the bundle in the packaged extension, at the top of a checkout. */
export const NODE_LLAMA_CPP_FOLDER = `
import { existsSync as __exists } from 'node:fs';
const [__packaged, __checkout] = ['./', '../../'].map((up) => new URL(up + 'node_modules/node-llama-cpp/', import.meta.url));
const __nodeLlamaCpp = __exists(__packaged) ? __packaged : __checkout;
`.trim();

/**
 * Makes node-llama-cpp part of the engine's bundle: its several hundred modules take Node half a second to find and
 * read, one file a tenth of that. What it reads by path (the release of its binaries, the grammars) stays where it
 * is: each module keeps believing in its own place on disk.
 *
 * Its trial run of a binary in a process of its own is left out: the whole engine is such a process, and the
 * supervisor falls back when a binary kills it.
 * @returns {import('esbuild').Plugin}
 */
export function nodeLlamaCpp() {
  return {
    name: 'node-llama-cpp',
    setup(build) {
      build.onResolve({ filter: EXTERNAL }, ({ path }) => ({ path, external: true }));
      build.onLoad({ filter: SELF_TEST }, () => ({
        contents: 'export const testBindingBinary = () => Promise.resolve(true);',
      }));
      build.onLoad({ filter: SOURCE }, async ({ path: file }) => {
        const source = await readFile(file, 'utf8');
        return { contents: source.replaceAll('import.meta.url', placeOf(file)) };
      });
    },
  };
}

/**
 * An expression for the address of a module of node-llama-cpp, beside which it looks for files.
 * @param {string} file absolute
 */
function placeOf(file) {
  const [, inside = ''] = file.split(/[\\/]node_modules[\\/]node-llama-cpp[\\/]/u);
  return `new URL(${JSON.stringify(inside.split(path.sep).join('/'))}, __nodeLlamaCpp).href`;
}
