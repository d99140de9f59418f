import * as vscode from 'vscode';

/** Resolves with what `look` finds; it looks again after each event of documents, editors and tabs. */
export function until<T>(look: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const listeners: vscode.Disposable[] = [];
    const lookAgain = (): void => {
      const found = look();
      if (found !== undefined) {
        for (const listener of listeners.splice(0)) {
          listener.dispose();
        }
        resolve(found);
      }
    };
    listeners.push(
      vscode.workspace.onDidChangeTextDocument(lookAgain),
      vscode.workspace.onDidOpenTextDocument(lookAgain),
      vscode.workspace.onDidCloseTextDocument(lookAgain),
      vscode.window.tabGroups.onDidChangeTabs(lookAgain),
      vscode.window.onDidChangeActiveTextEditor(lookAgain),
      vscode.window.onDidChangeVisibleTextEditors(lookAgain),
    );
    lookAgain();
  });
}
