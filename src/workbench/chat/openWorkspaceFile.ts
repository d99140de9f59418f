import * as vscode from 'vscode';
import { type LinkTarget } from '../../webview/linkTarget.ts';

/**
 * Opens a file by its path in a workspace folder, or in one of several by the path that begins with the folder's name,
 * at the line that was named. Says so where there is none: a model may have made it up.
 */
export async function openWorkspaceFile({
  path,
  line,
}: Extract<LinkTarget, { readonly kind: 'file' }>): Promise<void> {
  for (const uri of candidates(path)) {
    if (await isFile(uri)) {
      const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
      await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
      return;
    }
  }
  void vscode.window.showInformationMessage(
    vscode.l10n.t('OpenELM: there is no file {0} in this workspace.', path),
  );
}

function candidates(path: string): readonly vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri, name }) => [
    vscode.Uri.joinPath(uri, path),
    ...(path.startsWith(`${name}/`) ? [vscode.Uri.joinPath(uri, path.slice(name.length + 1))] : []),
  ]);
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.File) !== 0,
    () => false,
  );
}
