import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../src/engine/engineError.ts';
import { InsideEditor } from '../../src/workbench/inside/insideEditor.ts';
import { INSIDE_VIEW_TYPE } from '../../src/workbench/inside/insideViewType.ts';
import { type ModelDocument } from '../../src/workbench/inside/modelDocument.ts';
import { tryTokenizer } from '../../src/workbench/inside/tryTokenizer.ts';
import { builtInModelFile } from '../../src/workbench/engineHost.ts';
import { until } from './until.ts';

const extensionUri = (): vscode.Uri =>
  vscode.extensions.getExtension('openelm.openelm')?.extensionUri ?? assert.fail('not installed');

describe('the view of a model', () => {
  let scratch: string;
  let file: string;
  const open: { dispose(): unknown }[] = [];
  beforeEach(() => {
    scratch = mkdtempSync(path.join(os.tmpdir(), 'openelm-inside-'));
    // A name that a pattern would read otherwise.
    file = path.join(scratch, 'model [1] {a,b}.gguf');
    copyFileSync(builtInModelFile(extensionUri().fsPath), file);
  });
  afterEach(async () => {
    for (const one of open.splice(0)) {
      one.dispose();
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(scratch, { recursive: true });
  });

  const editor = (): InsideEditor =>
    new InsideEditor({
      extensionUri: extensionUri(),
      builtInModel: builtInModelFile(extensionUri().fsPath),
      tokenizer: { textPieces: () => Promise.resolve([]) },
      selection: { text: '' },
    });

  const show = async (uri: vscode.Uri): Promise<{ document: ModelDocument; html: () => string }> => {
    const inside = editor();
    const document = await inside.openCustomDocument(uri);
    const panel = vscode.window.createWebviewPanel('test', 'test', vscode.ViewColumn.Active);
    open.push(panel, document);
    inside.resolveCustomEditor(document, panel);
    return { document, html: () => panel.webview.html };
  };

  it('is what VS Code opens a model file with', async () => {
    const isOpen = (): boolean =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(
          ({ input }) =>
            input instanceof vscode.TabInputCustom &&
            input.viewType === INSIDE_VIEW_TYPE &&
            input.uri.fsPath === file,
        );
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    await until(vscode.window.tabGroups.onDidChangeTabs, isOpen);
    assert.ok(isOpen());
  });

  it('is opened by the command with the file that it is given', async () => {
    await vscode.commands.executeCommand('openelm.lookInside', vscode.Uri.file(file));
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.deepEqual([input.viewType, input.uri.fsPath], [INSIDE_VIEW_TYPE, file]);
  });

  it('shows a sound model whole, and the tokenizer of the one in use alone', async () => {
    const own = await show(vscode.Uri.file(builtInModelFile(extensionUri().fsPath)));
    assert.match(own.html(), /<section id="layers"/u);
    assert.match(own.html(), /<textarea id="tried-text"/u);
    const copy = await show(vscode.Uri.file(file));
    assert.match(copy.html(), /<section id="metadata"/u);
    assert.doesNotMatch(copy.html(), /<textarea/u);
  });

  it('says why a file is refused, and shows what could be read of it', async () => {
    truncateSync(file, 5000);
    const { html } = await show(vscode.Uri.file(file));
    assert.match(html(), /The file ends inside its header\. It was probably cut off while downloading/u);
    assert.match(html(), /<code>general\.architecture<\/code>/u);
  });

  it('reads a file again when it changes on disk', async () => {
    const { document, html } = await show(vscode.Uri.file(file));
    assert.doesNotMatch(html(), /class="refusal"/u);
    const changed = until(document.onDidChange, () => html().includes('class="refusal"'));
    truncateSync(file, 5000);
    await changed;
    assert.match(html(), /The file ends inside its header/u);
  });

  it('keeps the page where a file has changed in its weights alone', async () => {
    const { document, html } = await show(vscode.Uri.file(file));
    const before = html();
    copyFileSync(builtInModelFile(extensionUri().fsPath), file);
    await document.refresh();
    assert.equal(html(), before);
  });

  it('says that a file of another machine can’t be read here', async () => {
    const { html } = await show(vscode.Uri.parse('untitled:model.gguf'));
    assert.match(html(), /the model must lie on the machine on which the engine runs/u);
  });

  it('shows the tokens of a text, or what hinders it', async () => {
    const asked = { requestId: 7, text: 'a\u202eb' };
    const pieces = [{ id: 3, text: 'a\u202eb' }];
    assert.deepEqual(await tryTokenizer({ textPieces: () => Promise.resolve(pieces) }, asked), {
      kind: 'pieces',
      requestId: 7,
      pieces: [{ id: 3, text: 'a\\u{202e}b' }],
      summary: 'Tokens: 1, characters: 3',
    });
    const failing = { textPieces: () => Promise.reject(new EngineError('outOfMemory', 'too little')) };
    assert.deepEqual(await tryTokenizer(failing, asked), {
      kind: 'problem',
      requestId: 7,
      message: 'There is not enough memory for this model. Choose a smaller one.',
    });
  });
});
