import * as vscode from 'vscode';
import { commitContext, type CommitContext } from '../../core/chat/edits/commitContext.ts';
import { parseDiff } from '../../core/chat/edits/stagedDiff.ts';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { chooseRepository, gitApi, repositoryAtHand, type GitRepository } from './gitExtension.ts';

/** Why there is nothing to write a commit message from, as a sentence. */
export interface NothingStaged {
  readonly kind: 'nothing';
  readonly message: string;
}

/** The repository that a commit message is for. */
export type FoundRepository =
  | { readonly kind: 'found'; readonly repository: GitRepository }
  | NothingStaged
  /** The user chose none of several, or is not to be asked. */
  | { readonly kind: 'notChosen' };

/** Finds the repository; asks among several unless `mayAsk` is false. */
export async function findRepository(sourceControl?: unknown, mayAsk = true): Promise<FoundRepository> {
  const git = await gitApi();
  if (git === undefined) {
    const message = vscode.l10n.t(
      'VS Code’s git extension is switched off or missing, so nothing is known of staged changes.',
    );
    return { kind: 'nothing', message };
  }
  if (git.repositories.length === 0) {
    const message = vscode.l10n.t('No git repository is open here. Open a folder that is one.');
    return { kind: 'nothing', message };
  }
  const repository = mayAsk
    ? await chooseRepository(git, sourceControl)
    : repositoryAtHand(git, sourceControl);
  return repository === undefined ? { kind: 'notChosen' } : { kind: 'found', repository };
}

/** Reads what is staged; files that may hold secrets are named, not read. */
export async function readStaged(
  repository: GitRepository,
  exclusions: Pick<Exclusions, 'isSecretFile'>,
): Promise<{ readonly kind: 'staged'; readonly context: CommitContext } | NothingStaged> {
  const files = parseDiff(await repository.diff(true));
  if (files.length === 0) {
    const message = vscode.l10n.t('Nothing is staged. Stage the changes that the message is about.');
    return { kind: 'nothing', message };
  }
  const isSecret = (path: string): boolean =>
    exclusions.isSecretFile(vscode.Uri.joinPath(repository.rootUri, path));
  const context = commitContext(files, isSecret, (count) => vscode.l10n.t('{0} more files', count));
  if (context.secrets.length === files.length) {
    const message = vscode.l10n.t(
      'Only files that may hold secrets are staged, and they are not read: {0}',
      context.secrets.join(', '),
    );
    return { kind: 'nothing', message };
  }
  return { kind: 'staged', context };
}

/** What is staged as context of a question in a chat. */
export type StagedContext =
  | {
      readonly kind: 'staged';
      /** All files by name, then the lines of each. */
      readonly items: readonly ContextItem[];
      /** The repository’s folder, which the paths of the items begin at. */
      readonly root: vscode.Uri;
      readonly secrets: readonly string[];
    }
  | NothingStaged
  | { readonly kind: 'notChosen' };

/** What `/commit` is about; asks for the repository unless `mayAsk` is false. */
export async function stagedContext(
  exclusions: Pick<Exclusions, 'isSecretFile'>,
  mayAsk: boolean,
): Promise<StagedContext> {
  try {
    const found = await findRepository(undefined, mayAsk);
    if (found.kind !== 'found') {
      return found;
    }
    const staged = await readStaged(found.repository, exclusions);
    if (staged.kind === 'nothing') {
      return staged;
    }
    const { summary, items, secrets } = staged.context;
    const overview: ContextItem = {
      kind: 'diff',
      label: vscode.l10n.t('All staged files'),
      text: summary,
    };
    return { kind: 'staged', items: [overview, ...items], root: found.repository.rootUri, secrets };
  } catch (error) {
    // Git itself failed, as in a repository that belongs to another user.
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'nothing', message: vscode.l10n.t('The staged changes can’t be read: {0}', reason) };
  }
}

/** Which files were left out, as a sentence; undefined for none. */
export function describeSecrets(secrets: readonly string[]): string | undefined {
  return secrets.length === 0
    ? undefined
    : vscode.l10n.t('Not read, because they may hold secrets: {0}', secrets.join(', '));
}
