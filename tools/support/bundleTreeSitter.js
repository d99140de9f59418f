// @ts-check
import { readFile } from 'node:fs/promises';

/** Shadows the `require` to which a bundle in CommonJS turns the import before it; the one of the bundle does as well. */
const OWN_REQUIRE =
  /const \{ createRequire \} = await import\("module"\);\s*var require = createRequire\([^;]*;/u;

/**
 * Lets tree-sitter's script use the `require` of the bundle.
 * @returns {import('esbuild').Plugin}
 */
export function treeSitter() {
  return {
    name: 'tree-sitter',
    setup: ({ onLoad }) => {
      onLoad({ filter: /tree-sitter-wasm[\\/]wasm[\\/]tree-sitter\.js$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (!OWN_REQUIRE.test(source)) {
          throw new Error(
            `${path} no longer makes a require of its own: adapt tools/support/bundleTreeSitter.js.`,
          );
        }
        return { contents: source.replace(OWN_REQUIRE, ''), loader: 'js' };
      });
    },
  };
}
