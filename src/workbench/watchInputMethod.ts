import * as vscode from 'vscode';
import { type InputMethodWatch } from '../core/completion/inputMethod.ts';

/** Tells of what is typed: a composition changes one place at a time; several changes at once are no input method's. */
export function watchInputMethod(inputMethod: InputMethodWatch): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, contentChanges: [change, ...others] }) => {
    // A log that grows beside the composition is no part of it.
    const isTypedIn = document === vscode.window.activeTextEditor?.document;
    if (change !== undefined && others.length === 0 && isTypedIn) {
      const { rangeOffset: offset, rangeLength: replacedLength, text } = change;
      inputMethod.note({ documentId: document.uri.toString(), offset, replacedLength, text });
    }
  });
}
