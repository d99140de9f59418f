import * as vscode from 'vscode';

/** The selection of the editor that was used last: a model's view that is in front has none. */
export class SelectedText implements vscode.Disposable {
  #editor = vscode.window.activeTextEditor;
  readonly #listener = vscode.window.onDidChangeActiveTextEditor((editor) => {
    this.#editor = editor ?? this.#editor;
  });

  /** Empty where nothing is selected, or its document was closed. */
  get text(): string {
    const editor = this.#editor;
    return editor === undefined || editor.document.isClosed ? '' : editor.document.getText(editor.selection);
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
