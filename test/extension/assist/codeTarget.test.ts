import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeTarget } from '../../../src/workbench/assist/codeTarget.ts';
import { MemoryFileSystem } from '../memoryFileSystem.ts';
import { Messages } from './messages.ts';
import { ScriptedServices, showCode } from './scriptedServices.ts';

const SCHEME = 'openelm-target';

describe('what a command is about', () => {
  let services: ScriptedServices;
  let messages: Messages;
  let files: vscode.Disposable;
  before(() => {
    files = vscode.workspace.registerFileSystemProvider(SCHEME, new MemoryFileSystem());
  });
  after(() => {
    files.dispose();
  });
  beforeEach(() => {
    services = new ScriptedServices();
    messages = new Messages();
    messages.install();
  });
  afterEach(async () => {
    messages.restore();
    services.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  const target = async (place?: unknown): Promise<string | undefined> =>
    (await codeTarget(services.exclusions, place))?.text;

  it('is the selection, with the indentation of its first line', async () => {
    await showCode('if (a) {\n    b();\n    c();\n}\n', 'b();\n    c();');
    assert.equal(await target(), '    b();\n    c();');
  });

  it('is the function around the cursor, and not the constant in it', async () => {
    const symbols = vscode.languages.registerDocumentSymbolProvider('plaintext', {
      provideDocumentSymbols: () => {
        const range = new vscode.Range(0, 0, 2, 1);
        const symbol = new vscode.DocumentSymbol('f', '', vscode.SymbolKind.Function, range, range);
        const inner = new vscode.Range(1, 2, 1, 14);
        symbol.children = [new vscode.DocumentSymbol('x', '', vscode.SymbolKind.Constant, inner, inner)];
        return [symbol];
      },
    });
    try {
      await showCode('function f() {\n  const x = 1;\n}\nother();\n', 'x =', {
        language: 'plaintext',
        cursorOnly: true,
      });
      assert.equal(await target(), 'function f() {\n  const x = 1;\n}');
    } finally {
      symbols.dispose();
    }
  });

  it('is the whole document where nothing is known of its symbols', async () => {
    await showCode('a\nb\n', 'b', { language: 'plaintext', cursorOnly: true });
    assert.equal(await target(), 'a\nb\n');
  });

  it('is nothing, which is said, without an editor, in an empty document and in a binary one', async () => {
    assert.equal(await target(), undefined);
    await showCode('', '', { language: 'plaintext' });
    assert.equal(await target(), undefined);
    await showCode('GGUF\u0000\u0001', 'GGUF\u0000\u0001', { language: 'plaintext' });
    assert.equal(await target(), undefined);
    assert.match(messages.shown[0] ?? '', /Select code/u);
    assert.match(messages.shown[1] ?? '', /no code here/u);
    assert.match(messages.shown[2] ?? '', /not text/u);
  });

  it('is of a file with secrets only what was selected', async () => {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: '/.env' });
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('A=1\nB=2\n'));
    const editor = await vscode.window.showTextDocument(uri);
    assert.equal(await target(), undefined);
    assert.match(messages.shown.join(), /may hold secrets/u);
    editor.selection = new vscode.Selection(0, 0, 0, 3);
    assert.equal(await target(), 'A=1');
  });

  it('takes no other argument of a keybinding for a place', async () => {
    await showCode('let a;', 'let a;');
    assert.equal(await target({ uri: 'file:///x', range: [1, 2] }), 'let a;');
  });
});
