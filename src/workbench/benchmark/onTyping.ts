import * as vscode from 'vscode';

/** Calls `listener` when the user edits a document: completions are asked for then, which a measurement must not delay. */
export function onTyping(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    // A log that grows meanwhile is nobody’s typing.
    if (contentChanges.length > 0 && document === vscode.window.activeTextEditor?.document) {
      listener();
    }
  });
}
