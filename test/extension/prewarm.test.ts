import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type CompletionQuery, type CompletionService } from '../../src/core/completion/completionService.ts';
import { InputMethodWatch } from '../../src/core/completion/inputMethod.ts';
import { Exclusions } from '../../src/provider/exclusions.ts';
import { InlineCompletionProvider } from '../../src/provider/inlineCompletionProvider.ts';
import { Prewarm } from '../../src/workbench/prewarm.ts';
import { MemoryFileSystem } from './memoryFileSystem.ts';

const LINES = 'let value = first(second);\n'.repeat(200);

describe('reading where somebody comes to', () => {
  let isReady: boolean;
  let read: string[];
  let wake: (() => void) | undefined;
  let prewarm: Prewarm | undefined;
  /** Begins to note what happens, with an own wait where a test may not depend on how fast the editor is. */
  const begin = (stayMs?: number): void => {
    prewarm = new Prewarm(
      {
        isReady: () => isReady,
        readAt: (document, position) => {
          read.push(`${document.languageId} ${position.line}`);
          wake?.();
          return Promise.resolve();
        },
        failed: assert.ifError,
      },
      stayMs,
    );
  };
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    read = [];
    isReady = true;
  });
  afterEach(async () => {
    prewarm?.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const open = async (language: string): Promise<vscode.TextEditor> =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content: LINES }));
  /** Resolves with the next place that is read; the test's timeout is the limit. */
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  const moveTo = (editor: vscode.TextEditor, line: number): void => {
    editor.selection = new vscode.Selection(line, 0, line, 0);
  };

  it('reads the editor that is switched to, and where its cursor jumps to, and no short way', async () => {
    begin();
    let reading = next();
    const editor = await open('typescript');
    await reading;
    reading = next();
    moveTo(editor, 10);
    moveTo(editor, 100);
    await reading;
    reading = next();
    await open('python');
    await reading;
    assert.deepEqual(read, ['typescript 0', 'typescript 100', 'python 0']);
  });

  it('reads when the engine becomes ready, and when other texts were gathered for what is shown', async () => {
    begin();
    let reading = next();
    const { document } = await open('typescript');
    await reading;
    isReady = false;
    prewarm?.refresh();
    isReady = true;
    reading = next();
    prewarm?.refresh();
    await reading;
    reading = next();
    prewarm?.noteGathered(vscode.Uri.parse('untitled:another'));
    prewarm?.noteGathered(document.uri);
    await reading;
    assert.deepEqual(read, ['typescript 0', 'typescript 0', 'typescript 0']);
  });

  it('leaves to the request of a key what was about to be read', async () => {
    begin(3000);
    const editor = await open('typescript');
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), 'x');
    });
    const reading = next();
    await open('python');
    await reading;
    assert.deepEqual(read, ['python 0']);
  });

  it('leaves out what nobody can type into', async () => {
    const uri = vscode.Uri.parse('vscode-vfs://read-only/a.ts');
    const files = new MemoryFileSystem();
    files.writeFile(uri, Buffer.from(LINES));
    const registration = vscode.workspace.registerFileSystemProvider(uri.scheme, files, { isReadonly: true });
    try {
      begin(0);
      await vscode.window.showTextDocument(uri);
      const reading = next();
      await open('python');
      await reading;
      assert.deepEqual(read, ['python 0']);
    } finally {
      registration.dispose();
    }
  });

  it('asks for nothing where no suggestion would be offered', async () => {
    const exclusions = new Exclusions(() => true);
    const asked: CompletionQuery[] = [];
    const completions = {
      prewarm: (query: CompletionQuery) => {
        asked.push(query);
        return Promise.resolve();
      },
    } as unknown as CompletionService;
    const listener = {
      onRequest: () => undefined,
      onOutcome: () => undefined,
      onExpected: () => undefined,
      onHanded: () => undefined,
    };
    const provider = new InlineCompletionProvider(completions, exclusions, new InputMethodWatch(), listener);
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: LINES });
    const enable = (isOn: boolean | undefined): Thenable<void> =>
      vscode.workspace.getConfiguration('openelm').update('enabled', isOn, vscode.ConfigurationTarget.Global);
    await enable(false);
    await provider.prewarm(document, new vscode.Position(1, 0));
    assert.equal(asked.length, 0);
    await enable(undefined);
    await provider.prewarm(document, new vscode.Position(1, 0));
    exclusions.dispose();
    assert.deepEqual(
      asked.map((query) => [query.document.prefix, query.trigger]),
      [[LINES.slice(0, LINES.indexOf('\n') + 1), 'automatic']],
    );
  });
});
