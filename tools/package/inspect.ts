import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { GRAMMAR_NAMES } from '../../src/syntax/grammarOf.ts';
import type { Manifest } from './manifest.ts';
import type { PackagePlan } from './plan.ts';

/** A file of a package. `packed` is its size inside the archive, where there is one. */
export interface PackagedFile {
  readonly path: string;
  readonly bytes: number;
  readonly packed?: number;
}

/** The product's limit for a VSIX without its model, in bytes: what a user downloads on every update. */
export const SIZE_LIMIT = 45_000_000;

const MODULES = 'dist/engine/node_modules';

const NEEDED_BY_BOTH = [
  'package.json',
  'README.md',
  'LICENSE',
  'THIRD_PARTY_NOTICES.md',
  'dist/engine/main.mjs',
  `${MODULES}/node-llama-cpp/package.json`,
  `${MODULES}/node-llama-cpp/llama/binariesGithubRelease.json`,
];

const NEEDED_BY_EXTENSION = [
  'README.zh-CN.md',
  'CHANGELOG.md',
  'package.nls.json',
  'models/catalog.json',
  'models/catalog.schema.json',
  'models/catalogs.md',
  'dist/extension.cjs',
  'dist/syntax/tree-sitter.wasm',
  ...GRAMMAR_NAMES.map((name) => `dist/syntax/tree-sitter-${name}.wasm`),
  'dist/modelFacts.cjs',
  'dist/convert.cjs',
  'dist/verify.cjs',
];

/** A file by its kind; the first pattern that matches is the reason it may not ship. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\.map$/, 'a source map'],
  [/\.(ts|mts|cts|tsx|tsbuildinfo)$/, 'TypeScript'],
  [/(^|\/)\.env/, 'a file of secrets'],
  [/\.(pem|key|vsix|tgz|log)$/, 'no part of the product'],
  [/^(src|test|tools|training|coverage|node_modules)\//, 'a folder of the checkout'],
  [/(^|\/)(__tests__|tests?|docs?|examples?)\/(?!.*\.gguf$)/, 'a test or documentation of a dependency'],
  [/(^|\/)(tsconfig|eslint\.config|esbuild\.config|package-lock)\./, 'a file of the checkout'],
  [
    /gitRelease\.bundle$|node-llama-cpp\/(dist|templates|bins)\//,
    'a part of node-llama-cpp that is bundled or only builds need',
  ],
  [/node_modules\/(?!@node-llama-cpp\/|node-llama-cpp\/)/, 'a dependency, which is bundled'],
];

/** Everything that is wrong with a package's list of files, one line each; empty when it may ship. */
export function contentProblems(
  plan: PackagePlan,
  manifest: Manifest,
  files: readonly string[],
): readonly string[] {
  const present = new Set(files);
  const missing = neededFiles(plan, manifest).filter((file) => !present.has(file));
  const unexpected = files.flatMap((file) => {
    const reason = FORBIDDEN.find(([pattern]) => pattern.test(file))?.[1];
    return reason === undefined ? [] : [`must not be in: ${file} (${reason})`];
  });
  return [
    ...missing.map((file) => `missing: ${file}`),
    ...(plan.kind === 'extension' ? missingByPattern(files) : []),
    ...foreignBinaries(plan, files).map((file) => `must not be in: ${file} (another target's binary)`),
    ...unexpected,
  ];
}

/** Files that name a path of the machine that made the package, one line each. */
export async function machinePathProblems(
  root: string,
  folder: string,
  files: readonly string[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const file of files) {
    const content = await readFile(join(folder, file));
    // A dependency may mention such a folder by chance, above all where the user is root.
    const places = file.startsWith(MODULES) ? [root] : [root, homedir()];
    const named = places.find((place) => content.includes(`${place}/`) || content.includes(`${place}\\`));
    if (named !== undefined) {
      problems.push(`names a folder of this machine: ${file} (${named})`);
    }
  }
  return problems;
}

/** A line when the archive is larger than it may be; the built-in model does not count, nor does the companion. */
export function sizeProblems(plan: PackagePlan, files: readonly PackagedFile[]): readonly string[] {
  const packed = files
    .filter(({ path }) => !path.startsWith('models/'))
    .reduce((sum, file) => sum + (file.packed ?? 0), 0);
  if (plan.kind === 'companion' || packed <= SIZE_LIMIT) {
    return [];
  }
  return [`too large: ${megabytes(packed)} MB without the model, the limit is ${megabytes(SIZE_LIMIT)} MB`];
}

/** Millions of bytes, with one decimal. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function neededFiles(plan: PackagePlan, manifest: Manifest): string[] {
  const binaries = plan.binaries.flatMap(({ name, needed }) =>
    needed.map((file) => `${MODULES}/${name}/${file}`),
  );
  const named = plan.kind === 'extension' ? [manifest.main, manifest.icon] : [];
  return [
    ...new Set([
      ...NEEDED_BY_BOTH,
      ...(plan.kind === 'extension' ? NEEDED_BY_EXTENSION : []),
      ...named.filter((path) => path !== undefined).map((path) => path.replace(/^\.\//, '')),
      ...binaries,
    ]),
  ];
}

function missingByPattern(files: readonly string[]): string[] {
  const wanted: readonly (readonly [RegExp, string])[] = [
    [/^models\/nano\/.+\.gguf$/, 'missing: the built-in model, models/nano/*.gguf'],
    [/^media\//, 'missing: media/, the pictures and styles'],
    [/^dist\/extension\/createChat-/, 'missing: dist/extension/, what is loaded after the start'],
  ];
  return wanted.filter(([pattern]) => !files.some((file) => pattern.test(file))).map(([, line]) => line);
}

function foreignBinaries(plan: PackagePlan, files: readonly string[]): string[] {
  const own = plan.binaries.map(({ name }) => `${MODULES}/${name}/`);
  return files.filter(
    (file) =>
      file.startsWith(`${MODULES}/@node-llama-cpp/`) && !own.some((prefix) => file.startsWith(prefix)),
  );
}
