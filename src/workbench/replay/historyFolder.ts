import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { gitPaths } from '../settings.ts';

/** A folder whose history may be read, and the program that reads it. */
export interface HistoryFolder {
  readonly uri: vscode.Uri;
  /** As the user calls it. */
  readonly name: string;
  /** A path, or `git` for the one that is found. */
  readonly git: string;
}

/**
 * The workspace folder of the active file, else the only one, else the one that the user picks. Says what to do where
 * there is none; undefined then, and when the user leaves.
 */
export async function historyFolder(): Promise<HistoryFolder | undefined> {
  if (!vscode.workspace.isTrusted) {
    tell(
      vscode.l10n.t(
        'OpenELM: git is not run in a workspace that you don’t trust. Trust it first, by “Workspaces: Manage Workspace Trust”.',
      ),
    );
    return undefined;
  }
  const { workspaceFolders: folders = [] } = vscode.workspace;
  if (folders.length === 0) {
    tell(vscode.l10n.t('OpenELM: open a folder first that is in a git repository.'));
    return undefined;
  }
  const document = vscode.window.activeTextEditor?.document;
  const ofFile = document === undefined ? undefined : vscode.workspace.getWorkspaceFolder(document.uri);
  const only = folders.length === 1 ? folders[0] : undefined;
  const folder = ofFile ?? only ?? (await vscode.window.showWorkspaceFolderPick());
  if (folder !== undefined && folder.uri.scheme !== 'file') {
    tell(
      vscode.l10n.t(
        'OpenELM: this folder lies on another machine than the engine, where git can’t be asked. Open a clone of it on this machine.',
      ),
    );
    return undefined;
  }
  return folder === undefined ? undefined : { uri: folder.uri, name: folder.name, git: gitProgram() };
}

/** As VS Code's own git extension looks for it: the first that is there, else the one that the system finds. */
function gitProgram(): string {
  return gitPaths().find((file) => existsSync(file)) ?? 'git';
}

function tell(sentence: string): void {
  void vscode.window.showWarningMessage(sentence);
}
