import * as vscode from 'vscode';
import { fileOf } from '../../provider/toDocumentContext.ts';

/** Where files lie, and texts that are not saved yet. What other schemes show is made by the editor or by an extension. */
const SCHEMES = new Set(['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-notebook-cell']);

/** Whether a document is a person's text or code: no output, no diff's other side, no settings, no input box. */
export function isReadable({ uri }: vscode.TextDocument): boolean {
  return SCHEMES.has(uri.scheme) || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

/** Whether anything can be typed into a document, as far as its file system says. */
export function isWritable({ uri }: vscode.TextDocument): boolean {
  return vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== false;
}

/** The path of a document as a model is told it beside another one. */
export function neighbourPath(document: vscode.TextDocument): string {
  return document.isUntitled
    ? document.uri.path
    : vscode.workspace.asRelativePath(fileOf(document), false).replaceAll('\\', '/');
}

/** What stands before a cell in its notebook, code and text, in its order; empty for a document that is none. */
export function earlierCells(document: vscode.TextDocument): readonly vscode.TextDocument[] {
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cells = notebook.getCells();
    const at = cells.findIndex((cell) => cell.document === document);
    if (at !== -1) {
      return cells.slice(0, at).map((cell) => cell.document);
    }
  }
  return [];
}

/** The documents of tabs that show one text each, as far as the editor has loaded them. */
export function documentsInTabs(): readonly vscode.TextDocument[] {
  const shown = new Set(
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.toString()] : [])),
  );
  return vscode.workspace.textDocuments.filter(({ uri }) => shown.has(uri.toString()));
}
