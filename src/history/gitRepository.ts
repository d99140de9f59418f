import path from 'node:path';
import { type Hunk } from '../core/replay/typedPassages.ts';
import { type GitOptions, runGit } from './gitProcess.ts';

/** A commit with one parent, by their hashes. */
export interface Commit {
  readonly id: string;
  readonly parent: string;
  /** The first line of its message, as somebody wrote it. */
  readonly subject: string;
}

/** A plain file that a commit adds or changes. */
export interface ChangedFile {
  readonly path: string;
  /** The blob before; undefined for a new file. */
  readonly before: string | undefined;
  readonly after: string;
}

const NO_PROGRAMS = ['--no-ext-diff', '--no-textconv', '--no-color', '--no-renames'];
const NULL_BLOB = /^0+$/u;

/** A git repository that is only read, and not trusted. Throws a GitError with what git says, in one line. */
export class GitRepository {
  constructor(
    private readonly folder: string,
    private readonly options: GitOptions = {},
  ) {}

  /** Absolute path of the folder that the paths of files begin at. */
  async root(): Promise<string> {
    // The way up keeps the folder as it is spelled here; git would follow its links.
    const up = await this.#text('rev-parse', '--show-cdup');
    return path.resolve(this.folder, up.trimEnd());
  }

  /** The last commits up to one, oldest first; merges and those without a parent are left out. */
  async lastCommits(count: number, skip = 0, upTo = 'HEAD'): Promise<readonly Commit[]> {
    const list = await this.#text(
      'rev-list',
      '--no-merges',
      '--min-parents=1',
      '--parents',
      '--format=%s',
      '--encoding=UTF-8',
      `--max-count=${count}`,
      `--skip=${skip}`,
      upTo,
    );
    // Two lines each: `commit`, its hash and its parent's; and the subject, which may be empty.
    const inTwos = list.split('\n');
    const commits: Commit[] = [];
    for (let index = 0; index + 1 < inTwos.length; index += 2) {
      const [, id = '', parent = ''] = (inTwos[index] ?? '').split(' ');
      commits.push({ id, parent, subject: inTwos[index + 1] ?? '' });
    }
    return commits.reverse();
  }

  /** The plain files that a commit adds or changes; no links, no submodules. */
  async changedFiles({ id, parent }: Commit): Promise<readonly ChangedFile[]> {
    const raw = await this.#text(
      'diff-tree',
      '-r',
      '-z',
      '--raw',
      '--no-abbrev',
      '--diff-filter=AM',
      ...NO_PROGRAMS,
      parent,
      id,
    );
    const fields = raw.split('\0');
    const files: ChangedFile[] = [];
    for (let index = 0; index + 1 < fields.length; index += 2) {
      const [, mode = '', before = '', after = ''] = (fields[index] ?? '').split(' ');
      if (mode.startsWith('100')) {
        files.push({
          path: fields[index + 1] ?? '',
          before: NULL_BLOB.test(before) ? undefined : before,
          after,
        });
      }
    }
    return files;
  }

  /** The blobs of those paths that are plain files in a commit's tree; without paths, of all of them. */
  async blobs(commit: string, paths: readonly string[] = []): Promise<ReadonlyMap<string, string>> {
    const tree = await this.#text('ls-tree', '-r', '-z', '--full-tree', commit, '--', ...paths);
    const entries = tree.split('\0').flatMap((entry): readonly (readonly [string, string])[] => {
      const [, blob, file] = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/su.exec(entry) ?? [];
      return blob === undefined || file === undefined ? [] : [[file, blob]];
    });
    return new Map(entries);
  }

  /** Where a commit changes a file, from top to bottom. */
  async hunks({ id, parent }: Commit, file: string): Promise<readonly Hunk[]> {
    const diff = await this.#text(
      'diff-tree',
      '-p',
      '--unified=0',
      '--diff-algorithm=histogram',
      ...NO_PROGRAMS,
      parent,
      id,
      '--',
      file,
    );
    return diff.split('\n').flatMap((line) => parseHunk(line) ?? []);
  }

  /** A blob's size in bytes. */
  async size(blob: string): Promise<number> {
    return Number(await this.#text('cat-file', '-s', blob));
  }

  /** A blob's bytes. */
  read(blob: string): Promise<Buffer> {
    return runGit(this.folder, ['cat-file', 'blob', blob], this.options);
  }

  async #text(...args: string[]): Promise<string> {
    return (await runGit(this.folder, args, this.options)).toString('utf8');
  }
}

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
