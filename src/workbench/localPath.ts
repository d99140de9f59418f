import * as vscode from 'vscode';

/** The path of what was chosen: a remote window's dialogs may show files of another machine than the engine's. */
export function localPath(uri: vscode.Uri | undefined): string | undefined {
  if (uri !== undefined && uri.scheme !== 'file') {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('OpenELM: the model must lie on the machine on which the engine runs.'),
    );
    return undefined;
  }
  return uri?.fsPath;
}
