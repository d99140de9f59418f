import { type ChangedFile, type Commit, type GitRepository } from './gitRepository.ts';
import { isGenerated, languageOfFile } from './fileKinds.ts';
import { keysOf } from './keys.ts';
import { typedPassages, type Passage } from './typedPassages.ts';
import { seededRandom } from '../support/seededRandom.ts';

const MAX_FILES = 200;
const MAX_FILE_BYTES = 200_000;
/** Each passage holds the document around it. */
const MAX_HUNKS = 200;

/** A passage with the file that it is typed into. */
export interface FilePassage extends Passage {
  readonly path: string;
  readonly languageId: string;
}

/** What is typed of a commit. */
export interface CommitPassages {
  readonly passages: readonly FilePassage[];
  /** Keys that the whole commit would take, in the files that are not left out. */
  readonly keys: number;
}

/**
 * The passages of a commit in its files' order; of one that takes more than `maxKeys` keys, passages drawn by its hash.
 * Left out are secrets, generated and binary files, those over 200 kB, and languages that VS Code would not know.
 */
export function commitPassages(
  repository: GitRepository,
  commit: Commit,
  isSecret: (file: string) => boolean,
  maxKeys: number,
): CommitPassages {
  const all = repository
    .changedFiles(commit)
    .slice(0, MAX_FILES)
    .filter(({ path }) => languageOfFile(path) !== undefined && !isSecret(path))
    .flatMap((file) => passagesOf(repository, commit, file));
  const keys = all.map(({ typed }) => keysOf(typed));
  const order = all.map((_, index) => index);
  const random = seededRandom(Number.parseInt(commit.id.slice(0, 8), 16));
  const places = order.map(() => random());
  order.sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const chosen = new Set<number>();
  let budget = maxKeys;
  for (const index of order) {
    const cost = keys[index] ?? 0;
    if (cost <= budget) {
      chosen.add(index);
      budget -= cost;
    }
  }
  return {
    passages: all.filter((_, index) => chosen.has(index)),
    keys: keys.reduce((sum, count) => sum + count, 0),
  };
}

function passagesOf(repository: GitRepository, commit: Commit, file: ChangedFile): FilePassage[] {
  const { path, before, after } = file;
  const languageId = languageOfFile(path);
  const oldText = before === undefined ? '' : textOf(repository, before);
  const newText = textOf(repository, after);
  if (
    languageId === undefined ||
    oldText === undefined ||
    newText === undefined ||
    isGenerated(path, newText)
  ) {
    return [];
  }
  const hunks = repository.hunks(commit, path).slice(0, MAX_HUNKS);
  return typedPassages(oldText, newText, hunks).map((passage) => ({
    ...passage,
    path,
    languageId,
  }));
}

/** A blob as text with `\n` line ends; undefined where it is too large or no UTF-8. */
function textOf(repository: GitRepository, blob: string): string | undefined {
  if (repository.size(blob) > MAX_FILE_BYTES) {
    return undefined;
  }
  const bytes = repository.read(blob);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text.replaceAll('\r\n', '\n');
  } catch {
    // Binary, or in an encoding that only the editor's user knows.
    return undefined;
  }
}
