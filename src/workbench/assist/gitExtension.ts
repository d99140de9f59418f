import * as vscode from 'vscode';

/** What of VS Code’s own git extension is used here; its API has version 1 since 2018 and only grows. */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
  /** The staged changes as `git diff --cached` prints them. */
  diff(isStaged: true): Promise<string>;
}

interface GitApi {
  readonly repositories: readonly GitRepository[];
  getRepository(uri: vscode.Uri): GitRepository | null;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

const GIT_EXTENSION = 'vscode.git';

/** The git extension’s interface; undefined where it is missing or switched off. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>(GIT_EXTENSION);
  const git = extension?.isActive === false ? await extension.activate() : extension?.exports;
  // `getAPI` throws while `git.enabled` is off.
  return git?.enabled === true ? git.getAPI(1) : undefined;
}

/** The repository that a source-control title’s button belongs to, else the only one, else the active editor’s. */
export function repositoryAtHand(git: GitApi, sourceControl?: unknown): GitRepository | undefined {
  const { repositories } = git;
  const root = rootOf(sourceControl);
  const document = vscode.window.activeTextEditor?.document;
  return (
    repositories.find(({ rootUri }) => rootUri.toString() === root?.toString()) ??
    (repositories.length === 1 ? repositories[0] : undefined) ??
    (document === undefined ? undefined : (git.getRepository(document.uri) ?? undefined))
  );
}

/** The repository at hand; asks where there are several and none is. */
export async function chooseRepository(
  git: GitApi,
  sourceControl?: unknown,
): Promise<GitRepository | undefined> {
  const { repositories } = git;
  const atHand = repositoryAtHand(git, sourceControl);
  if (atHand !== undefined || repositories.length === 0) {
    return atHand;
  }
  const items = repositories.map((repository) => ({
    label: vscode.workspace.asRelativePath(repository.rootUri),
    repository,
  }));
  const placeHolder = vscode.l10n.t('Which repository?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.repository;
}

function rootOf(sourceControl: unknown): vscode.Uri | undefined {
  return typeof sourceControl === 'object' &&
    sourceControl !== null &&
    'rootUri' in sourceControl &&
    sourceControl.rootUri instanceof vscode.Uri
    ? sourceControl.rootUri
    : undefined;
}
