import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MemoryFileSystem } from '../memoryFileSystem.ts';
import { showCode } from './scriptedServices.ts';

const SCHEME = 'openelm-actions';
const CODE = 'let a = 1;\nlet b = a;\n';

describe('the light bulb', () => {
  let files: vscode.Disposable;
  let problems: vscode.DiagnosticCollection;
  before(async () => {
    await vscode.extensions.getExtension('openelm.openelm')?.activate();
    files = vscode.workspace.registerFileSystemProvider(SCHEME, new MemoryFileSystem());
    problems = vscode.languages.createDiagnosticCollection('test');
  });
  after(async () => {
    files.dispose();
    problems.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const offered = async (document: vscode.TextDocument, range: vscode.Range): Promise<readonly string[]> => {
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    return actions.map(({ title }) => title).filter((title) => title.includes('OpenELM'));
  };
  const FOR_SELECTION = [
    'Explain with OpenELM',
    'Edit with OpenELM…',
    'Fix with OpenELM',
    'Document with OpenELM',
    'Simplify with OpenELM',
    'Write Tests with OpenELM',
  ];

  it('offers every command for a selection, and none for a cursor', async () => {
    const { document, selection } = await showCode(CODE, 'let a = 1;', { language: 'plaintext' });
    assert.deepEqual([...(await offered(document, selection))].sort(), [...FOR_SELECTION].sort());
    assert.deepEqual(await offered(document, new vscode.Range(0, 0, 0, 0)), []);
  });

  it('offers to fix and to explain a problem', async () => {
    const { document } = await showCode(CODE, 'let a = 1;', { language: 'plaintext' });
    problems.set(document.uri, [new vscode.Diagnostic(new vscode.Range(1, 4, 1, 5), 'Odd')]);
    assert.deepEqual(await offered(document, new vscode.Range(1, 4, 1, 4)), [
      'Fix with OpenELM',
      'Explain the Problem with OpenELM',
    ]);
  });

  it('is off for a file with secrets, and while the extension is switched off for the language', async () => {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: '/.env' });
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(CODE));
    const secret = await vscode.workspace.openTextDocument(uri);
    const whole = new vscode.Range(0, 0, 1, 0);
    assert.deepEqual(await offered(secret, whole), []);
    const { document } = await showCode(CODE, 'let a = 1;', { language: 'javascript' });
    const setting = vscode.workspace.getConfiguration('openelm', { languageId: 'javascript' });
    await setting.update('enabled', false, vscode.ConfigurationTarget.Global, true);
    try {
      assert.deepEqual(await offered(document, whole), []);
    } finally {
      await setting.update('enabled', undefined, vscode.ConfigurationTarget.Global, true);
    }
  });
});
