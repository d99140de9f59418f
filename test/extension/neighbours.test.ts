import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { CompletionService } from '../../src/core/completion/completionService.ts';
import { InputMethodWatch } from '../../src/core/completion/inputMethod.ts';
import { Exclusions } from '../../src/provider/exclusions.ts';
import { InlineCompletionProvider } from '../../src/provider/inlineCompletionProvider.ts';
import { NeighbourGatherer } from '../../src/workbench/neighbours/neighbourGatherer.ts';
import { HandClock, ScriptedEngine } from '../support/scriptedEngine.ts';

const TIDE = `export function tideAt(harbour: Harbour): number {
  return harbour.tide.level;
}
`;
const ASKING = 'const harbour = harbours[0];\nconst level = tideAt(harbour, ';

describe('parts of other files', () => {
  const setting = vscode.workspace.getConfiguration('openelm.completion');
  const never = new vscode.CancellationTokenSource();
  const exclusions = new Exclusions(() => true);
  let folder: string;
  let engine: ScriptedEngine;
  let gatherer: NeighbourGatherer;
  let provider: InlineCompletionProvider;

  after(() => {
    exclusions.dispose();
    never.dispose();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'openelm-neighbours-'));
    engine = new ScriptedEngine('x');
    engine.model = { ...engine.model, contextTokens: 2048 };
    gatherer = new NeighbourGatherer(exclusions, (error) => assert.fail(String(error)));
    const completions = new CompletionService(engine, new HandClock(), new Set(['cache']));
    provider = new InlineCompletionProvider(completions, exclusions, new InputMethodWatch(), {
      onRequest: () => undefined,
      onOutcome: () => undefined,
      onExpected: () => undefined,
      onHanded: () => undefined,
    });
    provider.neighbours = gatherer;
  });
  afterEach(async () => {
    gatherer.dispose();
    await setting.update('neighbours', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true });
  });

  async function open(name: string, text: string): Promise<vscode.TextDocument> {
    const file = path.join(folder, name);
    await writeFile(file, text);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document, { preview: false });
    return document;
  }

  /** Asks at a position, or the end of a document; resolves with the parts of other files that the model was given. */
  async function ask(
    document: vscode.TextDocument,
    position = document.positionAt(document.getText().length),
  ): Promise<readonly string[]> {
    await provider.provideInlineCompletionItems(
      document,
      position,
      { triggerKind: vscode.InlineCompletionTriggerKind.Invoke, selectedCompletionInfo: undefined },
      never.token,
    );
    return (engine.generations.at(-1)?.request.prompt.neighbours ?? []).map(({ text }) => text);
  }

  /** What the last answer could copy from beside the document itself. */
  const copied = (): string => (engine.generations.at(-1)?.request.copyFrom ?? []).slice(2).join('\n');

  /** The same, once what was missing has been gathered. */
  async function askTwice(document: vscode.TextDocument): Promise<string> {
    const gathered = new Promise<void>((resolve) => {
      const listener = gatherer.onDidGather((uri) => {
        if (uri.toString() === document.uri.toString()) {
          listener.dispose();
          resolve();
        }
      });
    });
    assert.deepEqual(await ask(document), [], 'nothing is gathered while a request waits');
    await gathered;
    return (await ask(document)).join('');
  }

  it('come from another open editor, with its path', async () => {
    await open('tide.ts', TIDE);
    const read = await askTwice(await open('main.ts', ASKING));
    assert.match(read, /^\/\/ path: .*tide\.ts\nexport function tideAt/u);
  });

  it('come from the document itself, from beyond what the prompt holds of it', async () => {
    const far = 'export function tideAt(harbour: Harbour): number {\n  return harbour.tide;\n}\n\n';
    const between = Array.from({ length: 200 }, (_, index) => `const value${index} = wind[${index}] + 1;\n`);
    assert.equal(await askTwice(await open('short.ts', `${far}const now = tideAt(harb`)), '');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(path.join(folder, 'short.ts'));
    const long = await open('long.ts', `${far}${between.join('')}const now = tideAt(harb`);
    assert.match(await askTwice(long), /long\.ts\nexport function tideAt/u);
  });

  it('are not where the author has come to meanwhile, whatever was written above them', async () => {
    const far = 'export function tideAt(harbour: Harbour): number {\n  return harbour.tide;\n}\n\n';
    const between = Array.from({ length: 200 }, (_, index) => `const value${index} = wind[${index}] + 1;\n`);
    const long = await open('long.ts', `${far}${between.join('')}const now = tideAt(harb`);
    assert.match(await askTwice(long), /function tideAt/u);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(long.uri, new vscode.Position(0, 0), '// tides\n'.repeat(30));
    edit.delete(long.uri, new vscode.Range(1, 2, 1, 22));
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(long.lineAt(31).text, '  ');
    assert.doesNotMatch((await ask(long, new vscode.Position(31, 2))).join(''), /harbour\.tide/u);
    assert.match((await ask(long, new vscode.Position(150, 0))).join(''), /harbour\.tide/u);
    assert.match((await ask(long, new vscode.Position(120, 0))).join(''), /harbour\.tide/u);
  });

  it('come from a file that somebody was in and no tab shows, as it lies on the disk, until it is gone', async () => {
    const tide = await open('tide.ts', TIDE);
    await open('.env', 'tideAt=harbour\nharbour_level=secret');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    assert.equal(vscode.window.tabGroups.activeTabGroup.tabs.length, 0);
    await writeFile(tide.uri.fsPath, TIDE.replace('export function', 'export async function'));
    const read = await askTwice(await open('main.ts', ASKING));
    assert.match(read, /tide\.ts\nexport async function tideAt/u);
    assert.doesNotMatch(read, /secret/u);
    const ofLanguage = vscode.workspace.getConfiguration('openelm', { languageId: 'typescript' });
    const { Global } = vscode.ConfigurationTarget;
    try {
      await ofLanguage.update('enabled', false, Global, true);
      const python = await open('other.py', 'harbour = harbours[0]\nlevel = tideAt(harbour, ');
      assert.doesNotMatch(await askTwice(python), /async function tideAt/u);
    } finally {
      await ofLanguage.update('enabled', undefined, Global, true);
    }
    await rm(tide.uri.fsPath);
    const other = await open('other.ts', `// another\n${ASKING}`);
    assert.doesNotMatch(await askTwice(other), /async function tideAt/u);
  });

  it('never come from a file with secrets, nor from one that git ignores', async () => {
    await mkdir(path.join(folder, '.git'));
    await writeFile(path.join(folder, '.gitignore'), 'hidden.ts\n');
    await open('.env', 'tideAt=harbour\nharbour_level=secret');
    await open('hidden.ts', TIDE.replace('tideAt', 'hiddenTideAt'));
    await open('tide.ts', TIDE);
    const read = await askTwice(await open('main.ts', ASKING));
    assert.match(read, /export function tideAt/u);
    assert.doesNotMatch(read, /secret|hiddenTideAt/u);
    assert.match(copied(), /export function tideAt/u);
    assert.doesNotMatch(copied(), /secret|hiddenTideAt/u);
  });

  it('can be copied from where the prompt has no room for them', async () => {
    engine.model = { ...engine.model, contextTokens: 128 };
    await open('tide.ts', TIDE);
    const read = await askTwice(await open('main.ts', ASKING.repeat(20)));
    assert.equal(read, '');
    assert.match(copied(), /export function tideAt/u);
  });

  it('are not looked for again where nothing has happened, whoever comes back for them', async () => {
    await open('tide.ts', TIDE);
    const main = await open('main.ts', ASKING);
    await askTwice(main);
    assert.equal(gatherer.isBusy, false);
    await provider.prewarm(main, main.positionAt(ASKING.length));
    assert.equal(gatherer.isBusy, false);
    await provider.prewarm(main, main.positionAt(3));
    assert.equal(gatherer.isBusy, true);
  });

  it('come from the earlier cells of a notebook, and from no later one', async () => {
    const { Code, Markup } = vscode.NotebookCellKind;
    const cells = [
      new vscode.NotebookCellData(Markup, '## Tides by harbour', 'markdown'),
      ...['frame = load("tides.csv")', 'frame.harbour', 'frame.later()'].map(
        (text) => new vscode.NotebookCellData(Code, text, 'python'),
      ),
    ];
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData(cells),
    );
    await vscode.window.showNotebookDocument(notebook);
    const read = await askTwice(notebook.cellAt(2).document);
    assert.match(read, /Tides by harbour/u);
    assert.match(read, /frame = load/u);
    assert.doesNotMatch(read, /later/u);
    assert.doesNotMatch(copied(), /later/u);
  });

  it('can be copied from where a name near the cursor is defined, if that may be read', async () => {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace);
    const targets = new Map<string, vscode.Uri>();
    for (const [name, file] of [
      ['tideAt', 'neighbours-tide.ts'],
      ['harbours', '.env.neighbours'],
    ] as const) {
      const uri = vscode.Uri.joinPath(workspace.uri, file);
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`${TIDE}// of ${name}\n`));
      targets.set(name, uri);
    }
    const registration = vscode.languages.registerDefinitionProvider('typescript', {
      provideDefinition: (document, position) => {
        const uri = targets.get(document.getText(document.getWordRangeAtPosition(position)));
        return uri && new vscode.Location(uri, new vscode.Range(0, 0, 2, 1));
      },
    });
    try {
      const main = await open('main.ts', ASKING);
      assert.equal(await askTwice(main), '');
      assert.match(copied(), /^export function tideAt[^]*level;\n\}/u);
      assert.doesNotMatch(copied(), /of harbours/u);
      const opened = vscode.workspace.textDocuments.map(({ uri }) => path.posix.basename(uri.path));
      assert.ok(!opened.includes('.env.neighbours'), 'a file with secrets was opened');
    } finally {
      registration.dispose();
      await Promise.all([...targets.values()].map((uri) => vscode.workspace.fs.delete(uri)));
    }
  });

  it('are no part of the document itself that was written near the cursor while they were looked for', async () => {
    const main = await open('main.ts', ASKING);
    const pasted = Array.from({ length: 8 }, (_, index) => `pasted${index}(harbour.tide);\n`).join('');
    const paste = (text: string): Thenable<boolean> => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(main.uri, new vscode.Position(0, 0), text);
      return vscode.workspace.applyEdit(edit);
    };
    // The first change is told of before the document counts as changed by hand.
    await paste('// harbours\n');
    assert.ok(main.isDirty);
    let written: Thenable<boolean> | undefined;
    const registration = vscode.languages.registerDefinitionProvider('typescript', {
      provideDefinition: async () => {
        written ??= paste(pasted);
        await written;
        return undefined;
      },
    });
    try {
      const read = await askTwice(main);
      assert.ok(main.getText().startsWith(pasted));
      assert.doesNotMatch(read, /pasted/u);
    } finally {
      registration.dispose();
    }
  });

  it('are gathered for nobody who has switched them off, and go at once', async () => {
    await open('tide.ts', TIDE);
    const main = await open('main.ts', ASKING);
    assert.notEqual(await askTwice(main), '');
    await setting.update('neighbours', false, vscode.ConfigurationTarget.Global);
    assert.deepEqual([await ask(main), copied()], [[], '']);
  });
});
