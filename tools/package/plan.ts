import { PackagingError } from './packagingError.ts';

/** The platforms a VSIX is made for, in VS Code's own names. */
export const TARGETS = [
  'linux-x64',
  'linux-arm64',
  'darwin-arm64',
  'darwin-x64',
  'win32-x64',
  'win32-arm64',
] as const;

export type Target = (typeof TARGETS)[number];

/**
 * `extension` is the product. `companion` is a second extension that carries nothing but an engine with CUDA
 * binaries, because these are too large for the people who have no NVIDIA card.
 */
export type PackageKind = 'extension' | 'companion';

/** One npm package of prebuilt native libraries. */
export interface BinaryPackage {
  readonly name: string;
  /** Files without which node-llama-cpp takes the package for absent, relative to the package. */
  readonly needed: readonly string[];
}

/** What one VSIX holds beyond the platform-independent files. */
export interface PackagePlan {
  readonly kind: PackageKind;
  readonly target: Target;
  readonly binaries: readonly BinaryPackage[];
}

/**
 * The binary packages of each target, named as in node-llama-cpp's optionalDependencies. macOS on ARM has one
 * package for both the CPU and Metal.
 */
const EXTENSION_BINARIES: Readonly<Record<Target, readonly string[]>> = {
  'linux-x64': ['linux-x64', 'linux-x64-vulkan'],
  'linux-arm64': ['linux-arm64'],
  'darwin-arm64': ['mac-arm64-metal'],
  'darwin-x64': ['mac-x64'],
  'win32-x64': ['win-x64', 'win-x64-vulkan'],
  'win32-arm64': ['win-arm64'],
};

/** The `-ext` packages hold the same library for CUDA 12; the others are built against CUDA 13. */
const COMPANION_BINARIES: Readonly<Partial<Record<Target, readonly string[]>>> = {
  'linux-x64': ['linux-x64', 'linux-x64-cuda', 'linux-x64-cuda-ext'],
  'win32-x64': ['win-x64', 'win-x64-cuda', 'win-x64-cuda-ext'],
};

/**
 * Says what a package for `target` holds: the product itself, or with `gpu` the companion for that graphics card.
 * @throws PackagingError for a target or a graphics card that no package is made for.
 */
export function planPackage(target: string, gpu?: string): PackagePlan {
  if (!isTarget(target)) {
    throw new PackagingError(`Unknown target "${target}": use one of ${TARGETS.join(', ')}, or all.`);
  }
  if (gpu === undefined) {
    return { kind: 'extension', target, binaries: EXTENSION_BINARIES[target].map(toBinaryPackage) };
  }
  if (gpu !== 'cuda') {
    throw new PackagingError(
      `Unknown --gpu "${gpu}": use cuda. Vulkan and Metal are in the package without it.`,
    );
  }
  const binaries = COMPANION_BINARIES[target];
  if (binaries === undefined) {
    const possible = Object.keys(COMPANION_BINARIES).join(', ');
    throw new PackagingError(`There are no CUDA binaries for ${target}: use --gpu cuda with ${possible}.`);
  }
  return { kind: 'companion', target, binaries: binaries.map(toBinaryPackage) };
}

/** Every package of a release: the product for all targets, then the companions. */
export function planAll(): readonly PackagePlan[] {
  const companions = TARGETS.filter((target) => COMPANION_BINARIES[target] !== undefined);
  return [
    ...TARGETS.map((target) => planPackage(target)),
    ...companions.map((target) => planPackage(target, 'cuda')),
  ];
}

/** The file name of the VSIX, such as `openelm-linux-x64-0.1.0.vsix`. */
export function vsixName(plan: PackagePlan, version: string): string {
  return `${plan.kind === 'companion' ? 'openelm-cuda' : 'openelm'}-${plan.target}-${version}.vsix`;
}

function isTarget(target: string): target is Target {
  return TARGETS.some((known) => known === target);
}

function toBinaryPackage(folder: string): BinaryPackage {
  const name = `@node-llama-cpp/${folder}`;
  const entry = ['package.json', 'dist/index.js'];
  if (folder.endsWith('-ext')) {
    const library = folder.startsWith('win') ? 'ggml-cuda.dll' : 'libggml-cuda.so';
    return { name, needed: [...entry, `bins/${folder.replace(/-ext$/, '')}/fallback/${library}`] };
  }
  const bins = `bins/${folder}`;
  return { name, needed: [...entry, `${bins}/llama-addon.node`, `${bins}/_nlcBuildMetadata.json`] };
}
