/**
 * `npm run -s histories`: makes git repositories out of packages that no training saw, a commit for each version, so that
 * `replay` types what their authors changed. Needs git, tar, npm and, for PyPI, Python with pip; fetches from the registries.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './support/headlessEngine.ts';

const USAGE = `usage: npm run -s histories -- --out FOLDER [--list FILE.tsv]
  --list FILE.tsv    registry (npm or pypi), package, versions from the oldest on (tools/replay/histories.tsv)`;

/** A commit's hash, by which passages are drawn, is to be the same everywhere. */
const SAME_EVERYWHERE = {
  GIT_AUTHOR_NAME: 'history',
  GIT_AUTHOR_EMAIL: 'history@localhost',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'history',
  GIT_COMMITTER_EMAIL: 'history@localhost',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  GIT_CONFIG_GLOBAL: os.devNull,
};

interface PackageVersions {
  readonly registry: string;
  readonly name: string;
  readonly versions: readonly string[];
}

function readList(file: string): readonly PackageVersions[] {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/u);
  return lines.flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) {
      return [];
    }
    const [registry = '', name = '', versions = ''] = line.split('\t');
    if ((registry !== 'npm' && registry !== 'pypi') || name === '' || versions === '') {
      throw new Error(
        `${file}:${index + 1}: expected npm or pypi, a package, and versions, with tabs between.`,
      );
    }
    return [{ registry, name, versions: versions.split(' ') }];
  });
}

/** Fetches one version into `folder`; the folder with its files. */
function fetchVersion(registry: string, name: string, version: string, folder: string): string {
  const [fetched, files] = [path.join(folder, 'fetched'), path.join(folder, 'files')];
  mkdirSync(fetched);
  mkdirSync(files);
  if (registry === 'npm') {
    run('npm', 'pack', '--silent', `${name}@${version}`, '--pack-destination', fetched);
  } else {
    // Wheels are unpacked; a source archive would run its own code to tell what it is.
    const onlyWheels = ['-q', '--no-deps', '--only-binary=:all:'];
    run('python3', '-m', 'pip', 'download', ...onlyWheels, '-d', fetched, `${name}==${version}`);
  }
  const [archive = ''] = readdirSync(fetched);
  const file = path.join(fetched, archive);
  if (archive.endsWith('.whl')) {
    run('python3', '-m', 'zipfile', '-e', file, files);
  } else {
    run('tar', '-xf', file, '--strip-components=1', '-C', files);
  }
  return files;
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...SAME_EVERYWHERE },
  });
}

function makeHistory({ registry, name, versions }: PackageVersions, repository: string): void {
  mkdirSync(repository);
  run('git', '-C', repository, 'init', '-q');
  for (const version of versions) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-history-'));
    try {
      const files = fetchVersion(registry, name, version, folder);
      for (const old of readdirSync(repository).filter((entry) => entry !== '.git')) {
        rmSync(path.join(repository, old), { recursive: true });
      }
      cpSync(files, repository, { recursive: true });
    } finally {
      rmSync(folder, { recursive: true });
    }
    run('git', '-C', repository, 'add', '-A', '-f');
    run('git', '-C', repository, 'commit', '-q', '--allow-empty', '-m', version);
  }
}

function main(): void {
  const { values } = parseArgs({ options: { out: { type: 'string' }, list: { type: 'string' } } });
  const { out, list = path.join(ROOT, 'tools/replay/histories.tsv') } = values;
  if (out === undefined) {
    throw new Error(USAGE);
  }
  mkdirSync(out, { recursive: true });
  for (const one of readList(list)) {
    const repository = path.join(out, one.name.replaceAll('/', '_').replaceAll('@', ''));
    if (existsSync(repository)) {
      console.log(`${repository} is there`);
      continue;
    }
    // One that was not finished must not be taken for one that is there.
    const unfinished = `${repository}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    makeHistory(one, unfinished);
    renameSync(unfinished, repository);
    console.log(`${repository}: ${one.versions.join(', ')}`);
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
