import * as vscode from 'vscode';
import { type InputMethodWatch } from '../core/completion/inputMethod.ts';
import { type LatestEdit } from '../core/completion/latestEdit.ts';

/** Tells how the document changes that is typed in: a log that grows beside it is no part of that. */
export function watchEdits(inputMethod: InputMethodWatch, latestEdit: LatestEdit): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
    if (document !== vscode.window.activeTextEditor?.document) {
      return;
    }
    const documentId = document.uri.toString();
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      ...{ documentId, text },
      offset: rangeOffset,
      replacedLength: rangeLength,
    }));
    latestEdit.note(documentId, changes, reason !== undefined);
    const [change, ...others] = changes;
    // A composition changes one place at a time; several changes at once are no input method's.
    if (change !== undefined && others.length === 0) {
      inputMethod.note(change);
    }
  });
}
