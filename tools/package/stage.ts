import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { array, parse, record, string } from 'valibot';
import { locateBinary, type LocatedBinary } from './binaries.ts';
import { engineData, packageFolder } from './engineData.ts';
import { exists, filesBelow, isFolder, type FileCopy } from './files.ts';
import { COMPANION_README, companionManifest, shippedManifest, type Manifest } from './manifest.ts';
import { thirdPartyNotices } from './notices.ts';
import type { PackagePlan } from './plan.ts';

/** The bundles' source files, as esbuild.config.js wrote them down in its last production build. */
const BUNDLE_INPUTS = '.artifacts/bundle-inputs.json';

const BundleInputs = record(string(), array(string()));

/** What the product ships from the checkout besides the engine; a folder stands for all its files. */
const EXTENSION_PATHS = [
  'README.md',
  'README.zh-CN.md',
  'CHANGELOG.md',
  'LICENSE',
  'package.nls.json',
  'package.nls.zh-cn.json',
  'l10n',
  'media',
  'models/nano',
  'models/catalog.json',
  'models/catalog.schema.json',
  'models/catalogs.md',
  'dist/extension.cjs',
  'dist/extension',
  'dist/syntax',
  'dist/modelFacts.cjs',
  'dist/convert.cjs',
  'dist/verify.cjs',
  'dist/webview',
];

const COMPANION_PATHS = ['LICENSE'];
const ENGINE_ENTRY = 'dist/engine/main.mjs';

/** Of a binary package: its entry and libraries, without the import libraries that only a compiler reads. */
const BINARY_FILES = /^(package\.json|dist\/.*\.js|bins\/.*(?<!\.lib))$/;

/** Fills an empty folder with exactly what the planned package should hold, so that vsce can be run in it. */
export async function stage(
  root: string,
  plan: PackagePlan,
  manifest: Manifest,
  folder: string,
): Promise<void> {
  const binaries: LocatedBinary[] = [];
  for (const binary of plan.binaries) {
    binaries.push(await locateBinary(root, binary));
  }
  const data = await engineData(root);
  const binaryCopies = await Promise.all(binaries.map(binaryFiles));
  const ignore = { from: join(root, '.vscodeignore'), to: '.vscodeignore' };
  for (const { from, to } of [
    ...(await checkoutFiles(root, plan)),
    ...data,
    ...binaryCopies.flat(),
    ignore,
  ]) {
    await mkdir(dirname(join(folder, to)), { recursive: true });
    await copyFile(from, join(folder, to));
  }
  await writeGenerated(plan, manifest, folder);
  const code = await bundledFiles(root, plan);
  const packages = [
    ...code.map(packageFolder).filter((path) => path !== undefined),
    ...binaries.map((binary) => binary.folder),
  ];
  await writeFile(join(folder, 'THIRD_PARTY_NOTICES.md'), await thirdPartyNotices(root, packages));
}

async function writeGenerated(plan: PackagePlan, manifest: Manifest, folder: string): Promise<void> {
  const companion = plan.kind === 'companion';
  const shipped = companion ? companionManifest(manifest) : shippedManifest(manifest);
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(shipped, null, 2)}\n`);
  if (companion) {
    await writeFile(join(folder, 'README.md'), COMPANION_README);
  }
}

/** Skips what is absent: the check of the staged folder says what is missing, all of it at once. */
async function checkoutFiles(root: string, plan: PackagePlan): Promise<FileCopy[]> {
  const paths = plan.kind === 'companion' ? COMPANION_PATHS : EXTENSION_PATHS;
  const copies: FileCopy[] = [];
  for (const path of [...paths, ENGINE_ENTRY]) {
    const from = join(root, path);
    if (await isFolder(from)) {
      // A build for development leaves source maps behind, which no package holds.
      for (const file of (await filesBelow(from)).filter((name) => !name.endsWith('.map'))) {
        copies.push({ from: join(from, file), to: `${path}/${file}` });
      }
    } else if (await exists(from)) {
      copies.push({ from, to: path });
    }
  }
  return copies;
}

async function binaryFiles(binary: LocatedBinary): Promise<FileCopy[]> {
  const files = await filesBelow(binary.folder);
  return files
    .filter((file) => BINARY_FILES.test(file))
    .map((file) => ({
      from: join(binary.folder, file),
      to: `dist/engine/node_modules/${binary.name}/${file}`,
    }));
}

async function bundledFiles(root: string, plan: PackagePlan): Promise<string[]> {
  const bundles = parse(BundleInputs, JSON.parse(await readFile(join(root, BUNDLE_INPUTS), 'utf8')));
  return Object.entries(bundles)
    .filter(([bundle]) => plan.kind === 'extension' || bundle === ENGINE_ENTRY)
    .flatMap(([, inputs]) => inputs.map((input) => resolve(root, input)));
}
