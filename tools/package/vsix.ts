import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackagedFile } from './inspect.ts';
import type { Manifest } from './manifest.ts';
import { PackagingError } from './packagingError.ts';
import type { PackagePlan } from './plan.ts';
import { run } from './run.ts';

/** The files that vsce takes from a folder: what is staged there, filtered by .vscodeignore. */
export async function listVsixFiles(root: string, folder: string): Promise<string[]> {
  const output = await vsce(root, folder, ['ls', '--no-dependencies']);
  return output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort();
}

/** Makes the VSIX of a staged folder. */
export async function makeVsix(
  root: string,
  folder: string,
  request: { readonly plan: PackagePlan; readonly manifest: Manifest; readonly output: string },
): Promise<void> {
  const args = ['package', '--no-dependencies', '--target', request.plan.target, '-o', request.output];
  // Without a repository vsce asks whether to go on, and cannot rewrite the README's relative links.
  const unpublished =
    request.manifest['repository'] === undefined
      ? ['--allow-missing-repository', '--no-rewrite-relative-links']
      : [];
  await vsce(root, folder, [...args, ...unpublished]);
}

async function vsce(root: string, folder: string, args: readonly string[]): Promise<string> {
  const program = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const { code, stdout, stderr } = await run(process.execPath, [program, ...args], folder);
  if (code !== 0) {
    throw new PackagingError(`vsce ${args[0] ?? ''} failed: ${`${stderr}\n${stdout}`.trim().slice(0, 2000)}`);
  }
  return stdout;
}

/** The extension's files in a VSIX, by the zip archive's own directory. */
export async function readVsix(path: string): Promise<PackagedFile[]> {
  const zip = await readFile(path);
  // https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.16: the end record is the last 22 bytes, since
  // vsce writes no archive comment.
  const end = zip.length - 22;
  if (zip.readUInt32LE(end) !== 0x06054b50) {
    throw new PackagingError(`${path} is not a complete zip archive: package again.`);
  }
  const files: PackagedFile[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (name.startsWith('extension/')) {
      files.push({
        path: name.slice('extension/'.length),
        packed: zip.readUInt32LE(at + 20),
        bytes: zip.readUInt32LE(at + 24),
      });
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}
