import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { array, looseObject, object, optional, parse, string, type InferOutput } from 'valibot';

const Manifest = looseObject({
  name: string(),
  version: string(),
  publisher: string(),
  license: string(),
  engines: object({ vscode: string() }),
  main: optional(string()),
  icon: optional(string()),
  l10n: optional(string()),
  extensionKind: optional(array(string())),
});

/** The extension's package.json, as far as packaging looks into it; the other fields pass through untouched. */
export type Manifest = InferOutput<typeof Manifest>;

/** What only a checkout needs. */
const DEVELOPMENT_FIELDS = new Set([
  'scripts',
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'overrides',
  'packageManager',
  'private',
  'files',
]);

/** Reads package.json of the repository. */
export async function readManifest(root: string): Promise<Manifest> {
  return parse(Manifest, JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
}

/** The package.json that ships: without what only a checkout needs. */
export function shippedManifest(manifest: Manifest): Manifest {
  const kept = Object.entries(manifest).filter(([field]) => !DEVELOPMENT_FIELDS.has(field));
  return {
    ...(Object.fromEntries(kept) as Manifest),
    // vsce takes no dependency; VS Code needs only its own version here.
    engines: { vscode: manifest.engines.vscode },
  };
}

/**
 * The companion's package.json. It has no code of its own: the product finds its folder through
 * `extensions.getExtension`, so it must run where the product runs (`extensionKind`) and have the same version.
 */
export function companionManifest(manifest: Manifest): Manifest {
  return {
    name: `${manifest.name}-cuda`,
    displayName: 'OpenELM CUDA engine',
    description: 'NVIDIA CUDA binaries for the OpenELM extension: the same engine, on the graphics card.',
    version: manifest.version,
    publisher: manifest.publisher,
    license: manifest.license,
    engines: { vscode: manifest.engines.vscode },
    categories: ['Machine Learning'],
    ...(manifest.extensionKind === undefined ? {} : { extensionKind: manifest.extensionKind }),
  };
}

/** The companion's README. */
export const COMPANION_README = `# OpenELM CUDA engine

Native libraries that let the [OpenELM](https://marketplace.visualstudio.com/items?itemName=openelm.openelm) extension
run its models on an NVIDIA graphics card. It does nothing by itself: install it beside OpenELM, in the same version.

It needs an NVIDIA driver and the CUDA runtime with cuBLAS, version 13 or 12, on this computer. Without these, OpenELM
goes on with Vulkan or the processor.
`;
