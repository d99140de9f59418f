import * as vscode from 'vscode';
import { fitToSelection } from '../../core/chat/edits/fitToSelection.ts';
import { type ChatActions } from '../../webview/chatProtocol.ts';
import { type ProposedEdits } from '../proposedEdits.ts';

/** Does what a button below a code block says. What the model wrote is only ever text: it goes where the user sends it. */
export async function runCodeAction(
  { action, text, language }: ChatActions['code'],
  edits: ProposedEdits,
): Promise<void> {
  switch (action) {
    case 'copy':
      await vscode.env.clipboard.writeText(text);
      return;
    case 'newFile':
      await openNewFile(text, language);
      return;
    case 'insert':
      await withEditor((editor) => insertAtCursor(editor, text));
      return;
    case 'replace':
      await withEditor((editor) => replaceSelection(editor, text));
      return;
    case 'diff':
      await withEditor((editor) => compare(editor, text, edits));
      return;
  }
}

/** The page has the focus, so the editor that was used last is meant. */
async function withEditor(run: (editor: vscode.TextEditor) => Promise<void>): Promise<void> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('OpenELM: open a file to put the code into.'));
    return;
  }
  await run(editor);
}

async function openNewFile(content: string, language: string): Promise<void> {
  const known = await vscode.languages.getLanguages();
  const wanted = language.toLowerCase();
  const id = known.find((one) => one.toLowerCase() === (LANGUAGE_IDS[wanted] ?? wanted));
  const document = await vscode.workspace.openTextDocument({
    content,
    ...(id === undefined ? {} : { language: id }),
  });
  await vscode.window.showTextDocument(document);
}

/** What fences call a language, where VS Code's id is another. */
const LANGUAGE_IDS: Readonly<Record<string, string>> = {
  ts: 'typescript',
  tsx: 'typescriptreact',
  js: 'javascript',
  jsx: 'javascriptreact',
  py: 'python',
  rs: 'rust',
  rb: 'ruby',
  sh: 'shellscript',
  bash: 'shellscript',
  shell: 'shellscript',
  yml: 'yaml',
  md: 'markdown',
  'c++': 'cpp',
  'c#': 'csharp',
};

async function insertAtCursor(editor: vscode.TextEditor, text: string): Promise<void> {
  await editor.edit((edit) => {
    edit.insert(editor.selection.active, text);
  });
}

async function replaceSelection(editor: vscode.TextEditor, text: string): Promise<void> {
  if (editor.selection.isEmpty) {
    await insertAtCursor(editor, text);
    return;
  }
  const fitted = inPlaceOfSelection(editor, text);
  await editor.edit((edit) => {
    edit.replace(editor.selection, fitted);
  });
}

async function compare(editor: vscode.TextEditor, text: string, edits: ProposedEdits): Promise<void> {
  const range = editor.selection.isEmpty
    ? new vscode.Range(0, 0, editor.document.lineCount, 0)
    : editor.selection;
  const proposal = await edits.propose(editor.document, range, vscode.l10n.t('OpenELM: from the chat'));
  proposal.finish(editor.selection.isEmpty ? text : inPlaceOfSelection(editor, text));
}

/** The code as it is to stand in the selection's place. */
function inPlaceOfSelection({ document, selection }: vscode.TextEditor, code: string): string {
  const text = document.getText(selection);
  const before = document.lineAt(selection.start.line).text.slice(0, selection.start.character);
  const fit = fitToSelection(code, { text, before });
  return fit.kind === 'replace' ? fit.text : text;
}
