import { existsSync } from 'node:fs';
import path from 'node:path';
import { type BackendCandidate } from './backendLadder.ts';
import { EngineError } from './engineError.ts';
import { type Backend } from './protocol.ts';

/** Which package of binaries serves which back end, by `process.platform` and `process.arch`. */
const BINARY_PACKAGES: Readonly<Record<string, Partial<Record<Backend, string>>>> = {
  'darwin-arm64': { metal: 'mac-arm64-metal', cpu: 'mac-arm64-metal' },
  'darwin-x64': { cpu: 'mac-x64' },
  'linux-x64': { cuda: 'linux-x64-cuda', vulkan: 'linux-x64-vulkan', cpu: 'linux-x64' },
  'linux-arm64': { cpu: 'linux-arm64' },
  'win32-x64': { cuda: 'win-x64-cuda', vulkan: 'win-x64-vulkan', cpu: 'win-x64' },
  'win32-arm64': { cpu: 'win-arm64' },
};

/**
 * The back ends for which an engine folder holds binaries.
 *
 * `entries` are the engine entry files, this extension's own first; binaries are looked for in every `node_modules`
 * at or above each. Throws `unsupportedHost` when there is none at all, as on Alpine or another architecture.
 */
export function findBackends(
  entries: readonly string[],
  host: Host = currentHost(),
): readonly BackendCandidate[] {
  const packages = host.musl ? undefined : BINARY_PACKAGES[`${host.platform}-${host.arch}`];
  const found = Object.entries(packages ?? {}).flatMap(([backend, name]) => {
    const entry = entries.find((candidate) => existsSync(candidate) && holdsPackage(candidate, name));
    return entry === undefined ? [] : [{ backend: backend as Backend, entry }];
  });
  if (found.length === 0) {
    const where = `${host.platform}-${host.arch}${host.musl ? ' (musl)' : ''}`;
    throw new EngineError('unsupportedHost', `There is no engine for ${where}.`, { host: where });
  }
  return found;
}

/** The machine the extension host runs on. */
export interface Host {
  readonly platform: string;
  readonly arch: string;
  /** Alpine and other systems without glibc: llama.cpp's binaries do not load there. */
  readonly musl: boolean;
}

function currentHost(): Host {
  return { platform: process.platform, arch: process.arch, musl: usesMusl() };
}

/** By the loaders on the disk: asking Node for a report would look up the name of every open connection's peer. */
function usesMusl(): boolean {
  const glibc = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1'];
  const musl = ['/lib/ld-musl-x86_64.so.1', '/lib/ld-musl-aarch64.so.1'];
  return (
    process.platform === 'linux' &&
    !glibc.some((file) => existsSync(file)) &&
    musl.some((file) => existsSync(file))
  );
}

function holdsPackage(entry: string, name: string): boolean {
  for (let folder = path.dirname(entry); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'node_modules', '@node-llama-cpp', name, 'package.json'))) {
      return true;
    }
    if (folder === path.dirname(folder)) {
      return false;
    }
  }
}
