// @ts-check
/**
 * Makes `npm start` work from a fresh clone: checks Node and installs what package-lock.json names, when it is not there.
 * Runs on any Node, with nothing installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const NEEDED_NODE = [20, 19];

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} Lockfile */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = NEEDED_NODE;
  if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
    console.error(
      `Node.js ${NEEDED_NODE.join('.')} or later is needed, and this is ${process.versions.node}.`,
    );
    process.exit(1);
  }
}

/** Whether npm's own record of what it installed has every package of package-lock.json in its version. */
function isInstalled() {
  const record = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) {
    return false;
  }
  const installed = readLockfile(record).packages;
  return Object.entries(readLockfile(path.join(root, 'package-lock.json')).packages).every(
    ([folder, { version, optional, devOptional }]) =>
      // Of the optional ones, npm leaves out those for other platforms.
      folder === '' || optional === true || devOptional === true || installed[folder]?.version === version,
  );
}

function readLockfile(/** @type {string} */ file) {
  const content = /** @type {unknown} */ (JSON.parse(readFileSync(file, 'utf8')));
  return /** @type {Lockfile} */ (content);
}

function install() {
  const modules = path.join(root, 'node_modules');
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.error(
      'node_modules is a link and not what package-lock.json names: install where it leads, or remove it.',
    );
    process.exit(1);
  }
  console.log('Installing the dependencies of package-lock.json…');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    // On Windows npm is a batch file.
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('npm ci failed: its message stands above.');
    process.exit(1);
  }
}

checkNode();
if (!isInstalled()) {
  install();
}
