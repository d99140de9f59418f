// @ts-check
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';

/**
 * esbuild splits only ES modules, and VS Code 1.90 loads only CommonJS: builds the one and turns each part into the
 * other. What `import()` names is then a file of its own, which is neither read nor compiled before it is asked for.
 * @returns {esbuild.Plugin}
 */
export function splitCommonJs() {
  return {
    name: 'split-common-js',
    setup: ({ initialOptions, onEnd }) => {
      const { minify = false, sourcemap = false, outdir = '', chunkNames = '' } = initialOptions;
      Object.assign(initialOptions, {
        format: 'esm',
        splitting: true,
        outExtension: { '.js': '.cjs' },
        sourcemap: sourcemap === false ? false : 'inline',
        write: false,
      });
      onEnd(async ({ outputFiles = [] }) => {
        // Parts are named by their content: those of a build before would stay.
        await rm(path.join(outdir, path.dirname(chunkNames)), { recursive: true, force: true });
        await Promise.all(outputFiles.map((part) => writePart(part, { minify, sourcemap })));
      });
    },
  };
}

/**
 * @param {esbuild.OutputFile} part
 * @param {{ minify: boolean, sourcemap: NonNullable<esbuild.BuildOptions["sourcemap"]> }} options
 */
async function writePart({ path: file, text }, { minify, sourcemap }) {
  const { code, map } = await esbuild.transform(text, {
    format: 'cjs',
    platform: 'node',
    // `import()` of one of these files becomes a `require` of it.
    supported: { 'dynamic-import': false },
    minify,
    sourcemap: sourcemap === false ? false : 'external',
    sourcesContent: false,
    sourcefile: path.basename(file),
  });
  await mkdir(path.dirname(file), { recursive: true });
  if (map === '') {
    await writeFile(file, code);
  } else {
    await writeFile(file, `${code}//# sourceMappingURL=${path.basename(file)}.map\n`);
    await writeFile(`${file}.map`, map);
  }
}
