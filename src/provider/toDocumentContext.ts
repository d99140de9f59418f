import * as vscode from 'vscode';
import { type DocumentContext, type Indentation } from '../core/completion/documentContext.ts';
import { fromLineStart, readFrom, readTo } from '../core/completion/readWindow.ts';

const DEFAULT_INDENT = 4;

/** The text around a position as the completion pipeline sees it. */
export function toDocumentContext(
  document: vscode.TextDocument,
  position: vscode.Position,
  selected?: vscode.SelectedCompletionInfo,
): DocumentContext {
  const offset = document.offsetAt(selected?.range.start ?? position);
  const before = new vscode.Range(document.positionAt(readFrom(offset)), selected?.range.start ?? position);
  const end = endOfSelected(position, selected);
  const after = new vscode.Range(end, document.positionAt(readTo(document.offsetAt(end))));
  const prefix = normalise(document.getText(before) + (selected?.text ?? ''));
  return {
    documentId: document.uri.toString(),
    path: shownPath(document),
    languageId: document.languageId,
    prefix: before.start.line === 0 && before.start.character === 0 ? prefix : fromLineStart(prefix),
    suffix: normalise(document.getText(after)),
    endOfLine: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
    indentation: indentationOf(document),
  };
}

/** Where what a popup has selected takes the place of ends: it may reach behind the cursor, as over a closing quote. */
export function endOfSelected(
  position: vscode.Position,
  selected: vscode.SelectedCompletionInfo | undefined,
): vscode.Position {
  return selected?.range.end.isAfter(position) === true ? selected.range.end : position;
}

function normalise(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function shownPath(document: vscode.TextDocument): string {
  return document.isUntitled || document.uri.scheme === 'vscode-scm'
    ? ''
    : vscode.workspace.asRelativePath(fileOf(document), false);
}

/** As the editor that shows the document has it, else as VS Code's settings have it. */
function indentationOf(document: vscode.TextDocument): Indentation {
  const editor = editorOf(document);
  const configuration = vscode.workspace.getConfiguration('editor', document);
  const insertSpaces: unknown = editor?.options.insertSpaces ?? configuration.get('insertSpaces');
  const tabSize: unknown = editor?.options.tabSize ?? configuration.get('tabSize');
  return {
    style: insertSpaces === false ? 'tabs' : 'spaces',
    size: typeof tabSize === 'number' ? tabSize : DEFAULT_INDENT,
  };
}

/** The editor that the user types in, where it shows the document; else one that does. */
export function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return activeTextEditor?.document === document
    ? activeTextEditor
    : visibleTextEditors.find((editor) => editor.document === document);
}

/** The file that holds a document: a cell's notebook, else the document itself. */
export function fileOf(document: vscode.TextDocument): vscode.Uri {
  const notebook = vscode.workspace.notebookDocuments.find((one) =>
    one.getCells().some((cell) => cell.document === document),
  );
  return notebook?.uri ?? document.uri;
}
