import { mkdir, mkdtemp, readFile, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exists, filesBelow } from './files.ts';
import { contentProblems, machinePathProblems, sizeProblems, type PackagedFile } from './inspect.ts';
import { companionManifest, readManifest, shippedManifest } from './manifest.ts';
import { PackagingError } from './packagingError.ts';
import { vsixName, type PackagePlan } from './plan.ts';
import { run } from './run.ts';
import { stage } from './stage.ts';
import { listVsixFiles, makeVsix, readVsix } from './vsix.ts';

/** A package that may ship. */
export interface Assembled {
  readonly plan: PackagePlan;
  readonly files: readonly PackagedFile[];
  /** Where the VSIX is; undefined when only its content was asked for. */
  readonly vsix: string | undefined;
}

/** Builds the production bundles, once for any number of packages. */
export async function buildBundles(root: string): Promise<void> {
  const { code, stderr } = await run(
    process.execPath,
    [join(root, 'esbuild.config.js'), '--production'],
    root,
  );
  if (code !== 0) {
    throw new PackagingError(`The bundles do not build: ${stderr.trim().slice(0, 2000)}`);
  }
}

/**
 * Stages a package, checks its content, and makes the VSIX unless only the list is wanted.
 * @param out the folder of the VSIX; undefined to stop after the check
 * @throws PackagingError with every reason why this may not ship
 */
export async function assemble(root: string, plan: PackagePlan, out: string | undefined): Promise<Assembled> {
  const manifest = await readManifest(root);
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'openelm-package-')));
  try {
    await stage(root, plan, manifest, folder);
    const files = await checkedFiles(root, plan, folder);
    if (out === undefined) {
      return { plan, files, vsix: undefined };
    }
    await mkdir(out, { recursive: true });
    const output = join(out, vsixName(plan, manifest.version));
    await rm(output, { force: true });
    const shipped = plan.kind === 'companion' ? companionManifest(manifest) : shippedManifest(manifest);
    await makeVsix(root, folder, { plan, manifest: shipped, output });
    const packed = await readVsix(output);
    const problems = [...differences(files, packed), ...sizeProblems(plan, packed)];
    if (problems.length > 0) {
      await rm(output);
      throw refusal(plan, problems);
    }
    return { plan, files: packed, vsix: output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What vsce would take, after every check that needs no archive. */
async function checkedFiles(root: string, plan: PackagePlan, folder: string): Promise<PackagedFile[]> {
  const manifest = await readManifest(folder);
  const paths = await listVsixFiles(root, folder);
  const staged = (await filesBelow(folder)).filter((file) => file !== '.vscodeignore');
  const listed = new Set(paths);
  const problems = [
    ...staged
      .filter((file) => !listed.has(file))
      .map((file) => `missing: ${file} (left out by .vscodeignore)`),
    ...contentProblems(plan, manifest, paths).filter(
      (line) => !staged.some((file) => line === `missing: ${file}`),
    ),
    ...(await machinePathProblems(root, folder, paths)),
    ...(await declaredTranslations(folder, manifest.l10n)),
  ];
  if (problems.length > 0) {
    throw refusal(plan, problems);
  }
  return Promise.all(paths.map(async (path) => ({ path, bytes: (await stat(join(folder, path))).size })));
}

async function declaredTranslations(folder: string, l10n: string | undefined): Promise<string[]> {
  const used = await readFile(join(folder, 'package.json'), 'utf8');
  const problems = l10n === undefined || (await exists(join(folder, l10n))) ? [] : [`missing: ${l10n}/`];
  return /"%[\w.-]+%"/.test(used) && !(await exists(join(folder, 'package.nls.json')))
    ? [...problems, 'missing: package.nls.json, which package.json refers to']
    : problems;
}

/** vsce renames README.md, CHANGELOG.md and LICENSE, so names are compared without case and without that suffix. */
function differences(expected: readonly PackagedFile[], packed: readonly PackagedFile[]): string[] {
  const normal = (file: PackagedFile): string => file.path.toLowerCase().replace(/^license\.txt$/, 'license');
  const inArchive = new Set(packed.map(normal));
  const inFolder = new Set(expected.map(normal));
  return [
    ...expected
      .filter((file) => !inArchive.has(normal(file)))
      .map(({ path }) => `not in the archive: ${path}`),
    ...packed.filter((file) => !inFolder.has(normal(file))).map(({ path }) => `added by vsce: ${path}`),
  ];
}

function refusal(plan: PackagePlan, problems: readonly string[]): PackagingError {
  const what = plan.kind === 'companion' ? `the CUDA companion for ${plan.target}` : plan.target;
  return new PackagingError(`Refused to package ${what}:\n${problems.map((line) => `  ${line}`).join('\n')}`);
}
