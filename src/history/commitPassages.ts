import { type CopiedText } from '../core/completion/neighbours/otherTexts.ts';
import { type CommitPassages, drawPassages, type FilePassage } from '../core/replay/drawPassages.ts';
import { isGenerated, languageOfFile } from '../core/replay/fileKinds.ts';
import { typedPassages } from '../core/replay/typedPassages.ts';
import { type ChangedFile, type Commit, type GitRepository } from './gitRepository.ts';

const MAX_FILES = 200;
const MAX_FILE_BYTES = 200_000;
/** Each passage holds the document around it. */
const MAX_HUNKS = 200;

/** So far back somebody may have a file open still. */
const MAX_COMMITS_BEFORE = 6;
/** A few more than are open at once, since the commit itself writes some of them. */
const MAX_FILES_BEFORE = 16;
/** Of which some are gone by then; more names make too long a command on some systems. */
const MAX_PATHS_BEFORE = 48;

/** What was open before commits that are typed several times, by their hashes. */
const before = new WeakMap<GitRepository, Map<string, Promise<readonly CopiedText[]>>>();

/** Says of a path in the repository whether its file is not to be read. */
export type LeavesOut = (path: string) => boolean | Promise<boolean>;

/**
 * The passages of a commit in its files' order; of one that takes more than `maxKeys` keys, passages drawn by its hash.
 * Left out are secrets, generated and binary files, those over 200 kB, and languages that VS Code would not know.
 */
export async function commitPassages(
  repository: GitRepository,
  commit: Commit,
  leavesOut: LeavesOut,
  maxKeys: number,
): Promise<CommitPassages> {
  const all: FilePassage[] = [];
  for (const file of (await repository.changedFiles(commit)).slice(0, MAX_FILES)) {
    if (languageOfFile(file.path) !== undefined && !(await leavesOut(file.path))) {
      all.push(...(await passagesOf(repository, commit, file)));
    }
  }
  return drawPassages(all, commit.id, maxKeys);
}

async function passagesOf(
  repository: GitRepository,
  commit: Commit,
  { path, before, after }: ChangedFile,
): Promise<readonly FilePassage[]> {
  const languageId = languageOfFile(path);
  const oldText = before === undefined ? '' : await textOf(repository, before);
  const newText = oldText === undefined ? undefined : await textOf(repository, after);
  if (
    languageId === undefined ||
    oldText === undefined ||
    newText === undefined ||
    isGenerated(path, newText)
  ) {
    return [];
  }
  const hunks = (await repository.hunks(commit, path)).slice(0, MAX_HUNKS);
  return typedPassages(oldText, newText, hunks).map((passage) => ({ ...passage, path, languageId }));
}

/**
 * The files that were worked on before a commit, as its parent has them: the most recent ones first. Left out is what is left
 * out of commits, and what the commit removes: it may be what it writes elsewhere. Read once for each repository object
 * and commit.
 */
export function filesBefore(
  repository: GitRepository,
  commit: Commit,
  leavesOut: LeavesOut,
): Promise<readonly CopiedText[]> {
  const known = before.get(repository) ?? new Map<string, Promise<readonly CopiedText[]>>();
  before.set(repository, known);
  const files = known.get(commit.id) ?? readFilesBefore(repository, commit, leavesOut);
  known.set(commit.id, files);
  return files;
}

async function readFilesBefore(
  repository: GitRepository,
  { id, parent }: Commit,
  leavesOut: LeavesOut,
): Promise<readonly CopiedText[]> {
  const paths = await pathsBefore(repository, parent, leavesOut);
  if (paths.length === 0) {
    return [];
  }
  const staying = await repository.blobs(id, paths);
  const blobs = await repository.blobs(parent, paths);
  const files: CopiedText[] = [];
  for (const path of paths.filter((one) => staying.has(one))) {
    const blob = blobs.get(path);
    const text = blob === undefined ? undefined : await textOf(repository, blob);
    if (text !== undefined && !isGenerated(path, text)) {
      files.push({ path, text });
    }
    if (files.length === MAX_FILES_BEFORE) {
      break;
    }
  }
  return files;
}

/** What the commits up to one have changed, the latest first. */
async function pathsBefore(
  repository: GitRepository,
  upTo: string,
  leavesOut: LeavesOut,
): Promise<readonly string[]> {
  const paths = new Set<string>();
  for (const commit of (await repository.lastCommits(MAX_COMMITS_BEFORE, 0, upTo)).toReversed()) {
    for (const { path } of await repository.changedFiles(commit)) {
      if (paths.size < MAX_PATHS_BEFORE && languageOfFile(path) !== undefined && !(await leavesOut(path))) {
        paths.add(path);
      }
    }
  }
  return [...paths];
}

/** A blob as text with `\n` line ends; undefined where it is too large or no UTF-8. */
export async function textOf(repository: GitRepository, blob: string): Promise<string | undefined> {
  if ((await repository.size(blob)) > MAX_FILE_BYTES) {
    return undefined;
  }
  const bytes = await repository.read(blob);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text.replaceAll('\r\n', '\n');
  } catch {
    // Binary, or in an encoding that only the editor's user knows.
    return undefined;
  }
}
