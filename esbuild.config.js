// @ts-check
import * as esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: production,
  sourcemap: production ? false : 'linked',
  sourcesContent: false,
  logLevel: 'warning',
};

/** One bundle per process. */
/** @type {esbuild.BuildOptions[]} */
const bundles = [
  {
    ...shared,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    format: 'cjs',
    external: ['vscode'],
  },
  {
    // node-llama-cpp is ESM-only and finds its binaries by file path, so it stays outside the bundle.
    ...shared,
    entryPoints: ['src/engine/worker/main.ts'],
    outfile: 'dist/engine/main.mjs',
    format: 'esm',
    external: ['node-llama-cpp'],
    // vscode-jsonrpc is CommonJS and asks for Node's modules through require.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  },
  {
    // Mocha and the suites that run inside the extension host of a real VS Code.
    ...shared,
    entryPoints: ['test/extension/index.ts'],
    outfile: 'dist/test/extension.cjs',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    minify: false,
  },
];

const wanted = production ? bundles.filter(({ outfile }) => !outfile?.startsWith('dist/test/')) : bundles;
const contexts = await Promise.all(wanted.map((options) => esbuild.context(options)));
if (watch) {
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  try {
    await Promise.all(contexts.map((context) => context.rebuild()));
  } finally {
    await Promise.all(contexts.map((context) => context.dispose()));
  }
}
