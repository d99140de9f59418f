// @ts-check
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { NODE_LLAMA_CPP_FOLDER, nodeLlamaCpp } from './tools/support/bundleNodeLlamaCpp.js';
import { treeSitter } from './tools/support/bundleTreeSitter.js';
import { splitCommonJs } from './tools/support/splitCommonJs.js';

const REQUIRE_IN_ESM =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

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
  metafile: production,
  // An import of types alone evaluates nothing: what is loaded later must not be pulled in by its types.
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false } },
};

/** One bundle per process, thread and page. */
/** @type {esbuild.BuildOptions[]} */
const bundles = [
  {
    ...shared,
    entryPoints: ['src/extension.ts'],
    outdir: 'dist',
    chunkNames: 'extension/[name]-[hash]',
    plugins: [treeSitter(), splitCommonJs()],
    external: ['vscode'],
  },
  {
    // A thread of the extension host.
    ...shared,
    entryPoints: ['src/models/modelFactsThread.ts'],
    outfile: 'dist/modelFacts.cjs',
    format: 'cjs',
  },
  {
    // Another one.
    ...shared,
    entryPoints: ['src/models/convert/convertThread.ts'],
    outfile: 'dist/convert.cjs',
    format: 'cjs',
  },
  {
    ...shared,
    entryPoints: ['src/models/verify/verifyThread.ts'],
    outfile: 'dist/verify.cjs',
    format: 'cjs',
  },
  {
    ...shared,
    entryPoints: ['src/engine/worker/main.ts'],
    outfile: 'dist/engine/main.mjs',
    format: 'esm',
    plugins: [nodeLlamaCpp()],
    // vscode-jsonrpc is CommonJS and asks for Node's modules through require.
    banner: { js: [REQUIRE_IN_ESM, NODE_LLAMA_CPP_FOLDER].join('\n') },
  },
  {
    // The pages: script and style sheet of each webview.
    ...shared,
    platform: 'browser',
    target: 'chrome122', // of the Electron in VS Code 1.90, the oldest supported
    entryPoints: {
      chat: 'src/webview/page/main.ts',
      inside: 'src/webview/page/inside/main.ts',
      benchmark: 'src/webview/page/benchmark/main.ts',
    },
    outdir: 'dist/webview',
    format: 'iife',
  },
  {
    ...shared,
    platform: 'browser',
    target: 'chrome122',
    entryPoints: {
      chat: 'src/webview/page/chat.css',
      inside: 'src/webview/inside/inside.css',
      benchmark: 'src/webview/benchmark/benchmark.css',
    },
    outdir: 'dist/webview',
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

/** What checks the syntax of suggestions reads these by path: its WebAssembly, and a grammar a language. */
const GRAMMAR_FOLDER = 'node_modules/@vscode/tree-sitter-wasm/wasm';
const GRAMMARS = [
  ...['bash', 'c-sharp', 'cpp', 'css', 'go', 'java', 'javascript', 'php', 'python', 'ruby', 'rust'],
  ...['tsx', 'typescript'],
];

await copyGrammars();
const wanted = production ? bundles.filter(({ outfile }) => !outfile?.startsWith('dist/test/')) : bundles;
const contexts = await Promise.all(wanted.map((options) => esbuild.context(options)));
if (watch) {
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  try {
    const results = await Promise.all(contexts.map((context) => context.rebuild()));
    if (production) {
      await recordInputs(results);
    }
  } finally {
    await Promise.all(contexts.map((context) => context.dispose()));
  }
}

async function copyGrammars() {
  const folder = 'dist/syntax';
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const files = ['tree-sitter.wasm', ...GRAMMARS.map((name) => `tree-sitter-${name}.wasm`)];
  await Promise.all(files.map((file) => copyFile(path.join(GRAMMAR_FOLDER, file), path.join(folder, file))));
}

/**
 * Writes down what went into each bundle: the licences of these packages ship with it (tools/package.ts).
 * @param {esbuild.BuildResult[]} results
 */
async function recordInputs(results) {
  const inputs = results.flatMap(({ metafile }) =>
    Object.entries(metafile?.outputs ?? {}).map(([output, { inputs }]) => [output, Object.keys(inputs)]),
  );
  await mkdir('.artifacts', { recursive: true });
  await writeFile('.artifacts/bundle-inputs.json', JSON.stringify(Object.fromEntries(inputs)));
}
