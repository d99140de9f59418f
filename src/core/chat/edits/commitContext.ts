import { clipText } from '../clipText.ts';
import { type ContextItem } from '../conversation.ts';
import { type FileDiff } from './stagedDiff.ts';

/** A message is short, and nobody waits longer for one than it takes to write it. */
export const COMMIT_LIMITS = { maxAnswerTokens: 256, maxReadingSeconds: 20 } as const;

/** What a commit message is written from. */
export interface CommitContext {
  readonly question: string;
  /** All files by name, for a question that does not name them itself. */
  readonly summary: string;
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
/** The largest files of more than these are one item: so many fit into no context, and nobody reads so many chips. */
const MAX_ITEMS = 24;

/**
 * Sorts a staged diff into what a model reads. `isSecret` tells by a file’s path in the repository; `describeMore` names
 * the largest files where there are many.
 */
export function commitContext(
  files: readonly FileDiff[],
  isSecret: (path: string) => boolean,
  describeMore = (count: number): string => `${count} more files`,
): CommitContext {
  const secrets = files.filter(({ path }) => isSecret(path));
  const told = files.filter((file) => !secrets.includes(file));
  const written = told
    .filter(({ hunks, path }) => hunks !== '' && !GENERATED.test(path))
    .sort((a, b) => a.hunks.length - b.hunks.length);
  const most = written.length > MAX_ITEMS ? MAX_ITEMS - 1 : MAX_ITEMS;
  const more = written.slice(most);
  const summary = summaryOf(told);
  return {
    question: `/commit ${summary}`,
    summary,
    items: [
      ...written.slice(0, most).map(itemOf),
      ...(more.length > 0 ? [joined(more, describeMore(more.length))] : []),
    ],
    secrets: secrets.map(({ path }) => path),
  };
}

function itemOf({ path, hunks }: FileDiff): ContextItem {
  return { kind: 'diff', label: path, path, ...clipText(hunks) };
}

function joined(files: readonly FileDiff[], label: string): ContextItem {
  return { kind: 'diff', label, ...clipText(files.map(({ path, hunks }) => `${path}\n${hunks}`).join('\n')) };
}

/** All files by name, for those whose lines do not fit. */
function summaryOf(files: readonly FileDiff[]): string {
  const listed = files.slice(0, MAX_LISTED).map(line);
  const more = files.length - listed.length;
  return ['All changed files:', ...listed, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

function line({ path, change, addedLines, removedLines, isBinary }: FileDiff): string {
  const figures = isBinary ? 'binary' : `+${addedLines} -${removedLines}`;
  return `${change} ${path} (${figures})`;
}
