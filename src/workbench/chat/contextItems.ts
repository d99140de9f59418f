import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { clipText } from '../../core/chat/clipText.ts';
import { type ContextItem } from '../../core/chat/conversation.ts';

/** The problems nearest to the cursor. */
const MAX_PROBLEMS = 20;

const WITH_BODY: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Enum,
  vscode.SymbolKind.Struct,
]);

/** What is selected in an editor, by whole lines from the first; undefined when nothing is. */
export function selectionItem({ document, selection }: vscode.TextEditor): ContextItem | undefined {
  return selection.isEmpty ? undefined : rangeItem('selection', document, selection);
}

/** A stretch of a document. */
export function rangeItem(
  kind: 'selection' | 'symbol',
  document: vscode.TextDocument,
  range: vscode.Range,
  name?: string,
): ContextItem {
  const from = range.start.line + 1;
  const to = Math.max(from, range.end.character === 0 ? range.end.line : range.end.line + 1);
  const lines = from === to ? String(from) : `${from}–${to}`;
  return {
    kind,
    label: name ?? `${baseName(document)}:${lines}`,
    path: `${pathOf(document)}:${lines}`,
    languageId: document.languageId,
    ...clipText(document.getText(range)),
  };
}

/** A whole document; it matters most around the cursor. */
export function fileItem(document: vscode.TextDocument, cursor?: vscode.Position): ContextItem {
  return {
    kind: 'file',
    label: baseName(document),
    path: pathOf(document),
    languageId: document.languageId,
    ...clipText(document.getText(), cursor?.line),
  };
}

/** What the editor reports for a document, or for a stretch of it; undefined when that is nothing. */
export function problemsItem(document: vscode.TextDocument, range?: vscode.Range): ContextItem | undefined {
  const problems = vscode.languages
    .getDiagnostics(document.uri)
    .filter((problem) => range === undefined || problem.range.intersection(range) !== undefined)
    .sort((a, b) => a.severity - b.severity || a.range.start.line - b.range.start.line)
    .slice(0, MAX_PROBLEMS);
  if (problems.length === 0) {
    return undefined;
  }
  return {
    kind: 'problems',
    label: vscode.l10n.t('Problems of {0}', baseName(document)),
    path: pathOf(document),
    text: problems.map((problem) => describeProblem(document, problem)).join('\n'),
  };
}

/** One problem with the line it is about: small models find no line by its number. */
export function describeProblem(document: vscode.TextDocument, problem: vscode.Diagnostic): string {
  const { line } = problem.range.start;
  const source = problem.source === undefined ? '' : `${problem.source}: `;
  return `line ${line + 1}: ${source}${problem.message}\n    ${document.lineAt(line).text.trim()}`;
}

/**
 * The terminal's selection; undefined when nothing is selected. There is no other way to it than the command that copies
 * it, so that the clipboard's text is put back as it was. Pictures and files on it can't be read by an extension, and so
 * not put back: where there is no text, the user is asked before anything is lost.
 */
export async function terminalItem(): Promise<ContextItem | undefined> {
  const before = await vscode.env.clipboard.readText();
  if (before === '' && !(await mayUseClipboard())) {
    return undefined;
  }
  // Else a selection that is on the clipboard already would look like none.
  const mark = randomUUID();
  try {
    await vscode.env.clipboard.writeText(mark);
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    const text = await vscode.env.clipboard.readText();
    return text.trim() === '' || text === mark
      ? undefined
      : { kind: 'terminal', label: vscode.l10n.t('Terminal'), ...clipText(text) };
  } finally {
    await vscode.env.clipboard.writeText(before);
  }
}

async function mayUseClipboard(): Promise<boolean> {
  const goOn = vscode.l10n.t('Use the Clipboard');
  const question = vscode.l10n.t('The terminal’s selection is read by way of the clipboard.');
  const detail = vscode.l10n.t(
    'There is no text on the clipboard now. If a picture or files are on it, they are lost; text would be put back.',
  );
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, goOn)) === goOn;
}

/**
 * The symbol around a place, as the language's own extension tells it: the smallest with a body, else the smallest of
 * several lines, else the smallest.
 */
export async function documentSymbolAround(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<EditorSymbol | undefined> {
  const symbols = await documentSymbols(document.uri);
  const around = symbols
    .filter(({ range }) => range.contains(position))
    .sort((a, b) => lengthOf(document, a.range) - lengthOf(document, b.range));
  return (
    around.find(({ kind }) => WITH_BODY.has(kind)) ??
    around.find(({ range }) => !range.isSingleLine) ??
    around[0]
  );
}

/** All symbols of a document, at any depth; empty where no extension knows the language. */
export async function documentSymbols(uri: vscode.Uri): Promise<readonly EditorSymbol[]> {
  const found = await vscode.commands.executeCommand<readonly EditorSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  const flatten = (symbols: readonly EditorSymbol[]): EditorSymbol[] =>
    symbols.flatMap((symbol) => [symbol, ...flatten(symbol.children ?? [])]);
  // Providers of the older kind give a flat list of places, in which no symbol has a range of its own.
  return flatten(found ?? []).filter(({ range }) => (range as vscode.Range | undefined) !== undefined);
}

/** What the command's answer has of a symbol; it is no instance of the class that providers make. */
export type EditorSymbol = Pick<vscode.DocumentSymbol, 'name' | 'detail' | 'kind' | 'range'> & {
  readonly children?: readonly EditorSymbol[];
};

function lengthOf(document: vscode.TextDocument, range: vscode.Range): number {
  return document.offsetAt(range.end) - document.offsetAt(range.start);
}

function pathOf(document: vscode.TextDocument): string {
  // With the folder's name where there are several.
  return vscode.workspace.asRelativePath(document.uri);
}

function baseName(document: vscode.TextDocument): string {
  return path.posix.basename(document.uri.path);
}
