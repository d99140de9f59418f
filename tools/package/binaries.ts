import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { array, object, optional, parse, record, safeParse, string } from 'valibot';
import { exists } from './files.ts';
import { PackagingError } from './packagingError.ts';
import type { BinaryPackage } from './plan.ts';
import { run, type RunResult } from './run.ts';

const PackageJson = object({
  version: string(),
  optionalDependencies: optional(record(string(), string()), {}),
});
const PackOutput = array(object({ filename: string(), integrity: string() }));
const PackFailure = object({ error: object({ summary: string() }) });
const LockFile = object({ packages: record(string(), object({ integrity: optional(string()) })) });

/** A binary package on this machine, complete. */
export interface LocatedBinary {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/**
 * Finds a binary package in the version that node-llama-cpp asks for (it refuses any other at run time): what npm
 * installed here, else what was fetched before, else fetches it.
 */
export async function locateBinary(root: string, binary: BinaryPackage): Promise<LocatedBinary> {
  const version = await requiredVersion(root, binary.name);
  const installed = join(root, 'node_modules', binary.name);
  const cached = join(root, '.artifacts', 'binaries', `${folderName(binary.name)}-${version}`);
  const candidates = [installed, cached];
  for (const folder of candidates) {
    if (await isComplete(folder, binary, version)) {
      return { name: binary.name, version, folder };
    }
  }
  await fetchPackage(root, `${binary.name}@${version}`, cached);
  if (!(await isComplete(cached, binary, version))) {
    throw new PackagingError(
      `${binary.name}@${version} lacks one of ${binary.needed.join(', ')}: its layout changed, adapt tools/package/plan.ts.`,
    );
  }
  return { name: binary.name, version, folder: cached };
}

async function requiredVersion(root: string, name: string): Promise<string> {
  const manifest = join(root, 'node_modules', 'node-llama-cpp', 'package.json');
  if (!(await exists(manifest))) {
    throw new PackagingError('node-llama-cpp is not installed: run npm ci first.');
  }
  const version = parse(PackageJson, JSON.parse(await readFile(manifest, 'utf8'))).optionalDependencies[name];
  if (version === undefined) {
    throw new PackagingError(
      `node-llama-cpp no longer names ${name} among its optionalDependencies: adapt tools/package/plan.ts.`,
    );
  }
  return version;
}

async function isComplete(folder: string, binary: BinaryPackage, version: string): Promise<boolean> {
  const present = await Promise.all(binary.needed.map((file) => exists(join(folder, file))));
  if (present.includes(false)) {
    return false;
  }
  return (
    parse(PackageJson, JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).version === version
  );
}

/** Unpacks beside the destination and renames at the end, so that an interrupted fetch leaves nothing half-made. */
async function fetchPackage(root: string, spec: string, destination: string): Promise<void> {
  await mkdir(join(destination, '..'), { recursive: true });
  const scratch = await mkdtemp(`${destination}-`);
  try {
    const archive = await packFromRegistry(root, spec, scratch);
    // Relative names: a Windows tar may take the colon of "C:\" for a host name.
    const unpacked = await run('tar', ['-xzf', archive], scratch);
    if (unpacked.code !== 0) {
      throw new PackagingError(
        `Could not unpack ${spec}: ${lastLine(unpacked.stderr)} (is "tar" installed?)`,
      );
    }
    await rm(destination, { recursive: true, force: true });
    await rename(join(scratch, 'package'), destination);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function packFromRegistry(root: string, spec: string, scratch: string): Promise<string> {
  const args = ['pack', spec, '--json', '--ignore-scripts', '--pack-destination', scratch];
  const npm = process.env['npm_execpath'];
  const packed =
    npm === undefined ? await run('npm', args, root) : await run(process.execPath, [npm, ...args], root);
  if (packed.code !== 0) {
    throw new PackagingError(
      `Could not fetch ${spec}: ${failureReason(packed)} Check the connection and npm's registry, then run the same command again (start it with "npm run package").`,
    );
  }
  const [archive] = parse(PackOutput, JSON.parse(packed.stdout));
  if (archive === undefined) {
    throw new PackagingError(`npm pack ${spec} produced no archive: run it by hand to see why.`);
  }
  await compareWithLockFile(root, spec, archive.integrity);
  return archive.filename;
}

/** npm checks the archive against the registry; this checks it against what was reviewed, where the lock file has it. */
async function compareWithLockFile(root: string, spec: string, integrity: string): Promise<void> {
  const lock = parse(LockFile, JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const locked = lock.packages[`node_modules/${spec.slice(0, spec.lastIndexOf('@'))}`]?.integrity;
  if (locked !== undefined && locked !== integrity) {
    throw new PackagingError(
      `${spec} differs from package-lock.json: do not ship it; find out why it changed.`,
    );
  }
}

/** With --json npm puts its reason on the standard output, whatever the log level. */
function failureReason({ stdout, stderr }: RunResult): string {
  const start = stdout.indexOf('{');
  const failure = start < 0 ? undefined : safeParse(PackFailure, parseJson(stdout.slice(start)));
  return failure?.success === true ? failure.output.error.summary : lastLine(stderr);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not npm's own message then: the caller falls back on the standard error.
    return undefined;
  }
}

function folderName(name: string): string {
  return name.replace('@', '').replace('/', '-');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
