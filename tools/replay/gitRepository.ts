import { spawnSync } from 'node:child_process';

/** A commit with one parent, by their hashes. */
export interface Commit {
  readonly id: string;
  readonly parent: string;
}

/** A plain file that a commit adds or changes. */
export interface ChangedFile {
  readonly path: string;
  /** The blob before; undefined for a new file. */
  readonly before: string | undefined;
  readonly after: string;
}

/** Lines that a commit puts in the place of others; numbers count from 0. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
}

/**
 * Nothing that a repository's own configuration or attributes name is run: no hook, monitor, pager, filter, text
 * conversion, external diff or signature check, and nothing is fetched. Only plumbing is called, which knows no alias.
 */
const HARMLESS = [
  ...['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.attributesFile=/dev/null'],
  ...['core.pager=cat', 'diff.external=', 'protocol.allow=never', 'submodule.recurse=false'],
].flatMap((setting) => ['-c', setting]);
const GLOBAL = ['--no-pager', '--no-optional-locks', '--no-replace-objects', '--literal-pathspecs'];
const NO_PROGRAMS = ['--no-ext-diff', '--no-textconv', '--no-color', '--no-renames'];

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;
const NULL_BLOB = /^0+$/u;

/** A git repository that is only read, and not trusted. Throws what git says, in one line. */
export class GitRepository {
  constructor(private readonly folder: string) {}

  /** The last commits, oldest first; merges and those without a parent are left out. */
  lastCommits(count: number, skip = 0): readonly Commit[] {
    const list = this.#text(
      'rev-list',
      '--no-merges',
      '--min-parents=1',
      '--parents',
      `--max-count=${count}`,
      `--skip=${skip}`,
      'HEAD',
    );
    return lines(list)
      .map((line) => line.split(' '))
      .map(([id = '', parent = '']) => ({ id, parent }))
      .reverse();
  }

  /** The plain files that a commit adds or changes; no links, no submodules. */
  changedFiles({ id, parent }: Commit): readonly ChangedFile[] {
    const fields = this.#text(
      'diff-tree',
      '-r',
      '-z',
      '--raw',
      '--no-abbrev',
      '--diff-filter=AM',
      ...NO_PROGRAMS,
      parent,
      id,
    ).split('\0');
    const files: ChangedFile[] = [];
    for (let index = 0; index + 1 < fields.length; index += 2) {
      const [, mode = '', before = '', after = ''] = (fields[index] ?? '').split(' ');
      if (mode.startsWith('100')) {
        const path = fields[index + 1] ?? '';
        files.push({ path, before: NULL_BLOB.test(before) ? undefined : before, after });
      }
    }
    return files;
  }

  /** Where a commit changes a file, from top to bottom. */
  hunks({ id, parent }: Commit, path: string): readonly Hunk[] {
    const diff = this.#text(
      'diff-tree',
      '-p',
      '--unified=0',
      '--diff-algorithm=histogram',
      ...NO_PROGRAMS,
      parent,
      id,
      '--',
      path,
    );
    return lines(diff).flatMap((line) => parseHunk(line) ?? []);
  }

  /** A blob's size in bytes. */
  size(blob: string): number {
    return Number(this.#text('cat-file', '-s', blob));
  }

  /** A blob's bytes. */
  read(blob: string): Buffer {
    return this.#run(['cat-file', 'blob', blob]);
  }

  #text(...args: string[]): string {
    return this.#run(args).toString('utf8');
  }

  #run(args: readonly string[]): Buffer {
    const { status, stdout, stderr, error } = spawnSync(
      'git',
      [...HARMLESS, ...GLOBAL, '-C', this.folder, ...args],
      {
        env: environment(),
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT_BYTES,
      },
    );
    if (error !== undefined || status !== 0) {
      const reason = error?.message ?? stderr.toString('utf8').trim().split('\n')[0] ?? '';
      throw new Error(`git ${args[0] ?? ''} in ${this.folder}: ${reason}`);
    }
    return stdout;
  }
}

/** Without what would lead git elsewhere, such as `GIT_DIR`, and without the user's and the system's configuration. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(own),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    // On Windows, a git.exe that lies in the folder is not the one meant.
    NoDefaultCurrentDirectoryInExePath: '1',
  };
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** `@@ -5,2 +6 @@`: without a number of lines it is one; with none, the place is the line above. */
function parseHunk(line: string): Hunk | undefined {
  const match = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/u.exec(line);
  if (match === null) {
    return undefined;
  }
  const [, oldStart = NaN, oldLines = 1, newStart = NaN, newLines = 1] = match.map(
    (group: string | undefined) => (group === undefined ? undefined : Number(group)),
  );
  return {
    oldStart: oldLines === 0 ? oldStart : oldStart - 1,
    oldLines,
    newStart: newLines === 0 ? newStart : newStart - 1,
    newLines,
  };
}
