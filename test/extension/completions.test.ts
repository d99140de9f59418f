import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MemoryFileSystem } from './memoryFileSystem.ts';
import { suggestAndTake, tryToTake } from './suggestAndTake.ts';

const CODE = `export function add(first: number, second: number): number {
  return first + second;
}

export function subtract(first: number, second: number): number {
  `;

describe('completions', () => {
  const scheme = 'openelm-test';
  const files = new MemoryFileSystem();
  let registration: vscode.Disposable;
  before(() => {
    registration = vscode.workspace.registerFileSystemProvider(scheme, files);
  });
  after(async () => {
    registration.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('come in an untitled document', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: CODE });
    assert.notEqual((await suggestAndTake(document)).trim(), '');
  });

  it('come in a file that lies on no disk', async () => {
    const uri = vscode.Uri.from({ scheme, path: '/virtual.ts' });
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(CODE));
    assert.notEqual((await suggestAndTake(await vscode.workspace.openTextDocument(uri))).trim(), '');
  });

  it('come in a notebook cell', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, CODE, 'typescript');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell]),
    );
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('notebook.cell.edit');
    const { document } = notebook.cellAt(0);
    const before = document.getText();
    await vscode.commands.executeCommand('cursorBottom');
    while (document.getText() === before) {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await tryToTake();
    }
    assert.ok(document.getText().startsWith(before));
  });

  it('keep the line endings of the document', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'typescript',
      content: CODE.replaceAll('\n', '\r\n'),
    });
    const taken = await suggestAndTake(document);
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    assert.doesNotMatch(taken, /(?<!\r)\n/u);
  });
});
