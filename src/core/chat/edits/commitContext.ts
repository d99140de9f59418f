import { type ContextItem } from '../conversation.ts';
import { type FileDiff } from './stagedDiff.ts';

/** What a commit message is written from. */
export interface CommitContext {
  readonly question: string;
  /** One item a file, so that what does not fit is cut by file; the small ones first, which fit whole. */
  readonly items: readonly ContextItem[];
  /** Files that were left out because they may hold secrets. */
  readonly secrets: readonly string[];
}

/** Files written by tools: their lines say nothing that their name does not. */
const GENERATED =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|composer\.lock|Gemfile\.lock|go\.sum|flake\.lock)$|\.min\.(?:js|css)$|\.(?:map|snap|svg)$/u;
/** More names than these are counted. */
const MAX_LISTED = 20;

/** Sorts a staged diff into what a model reads. `isSecret` tells by a file’s path in the repository. */
export function commitContext(
  files: readonly FileDiff[],
  isSecret: (path: string) => boolean,
): CommitContext {
  const secrets = files.filter(({ path }) => isSecret(path));
  const told = files.filter((file) => !secrets.includes(file));
  const items = told
    .filter(({ hunks, path }) => hunks !== '' && !GENERATED.test(path))
    .sort((a, b) => a.hunks.length - b.hunks.length)
    .map(({ path, hunks }): ContextItem => ({ kind: 'diff', label: path, path, text: hunks }));
  return {
    question: `/commit ${summary(told)}`,
    items,
    secrets: secrets.map(({ path }) => path),
  };
}

/** All files by name, for those whose lines do not fit. */
function summary(files: readonly FileDiff[]): string {
  const listed = files.slice(0, MAX_LISTED).map(line);
  const more = files.length - listed.length;
  return ['All changed files:', ...listed, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

function line({ path, change, addedLines, removedLines, isBinary }: FileDiff): string {
  const figures = isBinary ? 'binary' : `+${addedLines} -${removedLines}`;
  return `${change} ${path} (${figures})`;
}
