import * as vscode from 'vscode';
import { type DocumentContext, type Indentation } from '../core/completion/documentContext.ts';

/** More than any budget of a 2,048-token context; reading a whole 10 MB file on every key would be felt. */
const MAX_PREFIX_CHARACTERS = 20_000;
/** The start of what is read moves in such steps: sliding along with the cursor, it would change every prompt's start. */
const PREFIX_STEP_CHARACTERS = 8_000;
const MAX_SUFFIX_CHARACTERS = 5_000;
const DEFAULT_INDENT = 4;

/** The text around a position as the completion pipeline sees it. */
export function toDocumentContext(
  document: vscode.TextDocument,
  position: vscode.Position,
  selected?: vscode.SelectedCompletionInfo,
): DocumentContext {
  const offset = document.offsetAt(selected?.range.start ?? position);
  const before = new vscode.Range(
    document.positionAt(prefixStart(offset)),
    selected?.range.start ?? position,
  );
  const after = new vscode.Range(
    position,
    document.positionAt(document.offsetAt(position) + MAX_SUFFIX_CHARACTERS),
  );
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

function prefixStart(offset: number): number {
  const excess = Math.max(0, offset - MAX_PREFIX_CHARACTERS);
  return Math.ceil(excess / PREFIX_STEP_CHARACTERS) * PREFIX_STEP_CHARACTERS;
}

function normalise(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** A cut in the middle of a line would show the model half a word. */
function fromLineStart(text: string): string {
  const lineBreak = text.indexOf('\n');
  return lineBreak === -1 ? text : text.slice(lineBreak + 1);
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
