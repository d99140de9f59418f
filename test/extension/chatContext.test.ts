import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Exclusions } from '../../src/provider/exclusions.ts';
import { ContextPicker } from '../../src/workbench/chat/contextPicker.ts';
import { DraftContext } from '../../src/workbench/chat/draftContext.ts';
import { ThemeColors } from '../../src/workbench/chat/themeColors.ts';
import { UserPrompts } from '../../src/workbench/chat/userPrompts.ts';
import { until } from './until.ts';

const failed = (cause: unknown): void => {
  assert.fail(String(cause));
};

function workspaceUri(...parts: readonly string[]): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, ...parts);
}

async function write(text: string, ...parts: readonly string[]): Promise<vscode.Uri> {
  const uri = workspaceUri(...parts);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/** Waits until the editor watches the workspace: it misses what changes in the first moments after it was opened. */
async function workspaceIsWatched(): Promise<void> {
  const watcher = vscode.workspace.createFileSystemWatcher('**/watched.txt');
  const seen = new Promise((resolve) => {
    watcher.onDidCreate(resolve);
    watcher.onDidChange(resolve);
  });
  let count = 0;
  const again = setInterval(() => void write(String(++count), 'watched.txt'), 200);
  await seen;
  clearInterval(again);
  watcher.dispose();
}

describe('the user’s own prompts', () => {
  before(workspaceIsWatched);
  const setting = vscode.workspace.getConfiguration('openelm.chat');
  let prompts: UserPrompts;
  const named = (name: string): string | undefined =>
    prompts.current.find((prompt) => prompt.name === name)?.body;
  beforeEach(() => {
    prompts = new UserPrompts(failed);
  });
  afterEach(async () => {
    prompts.dispose();
    await setting.update('prompts', undefined, vscode.ConfigurationTarget.Global);
    // The folder stays: of one that is made anew the editor tells nothing for a while.
    for (const [name] of await vscode.workspace.fs.readDirectory(workspaceUri('.openelm', 'prompts'))) {
      await vscode.workspace.fs.delete(workspaceUri('.openelm', 'prompts', name));
    }
  });

  it('come from Markdown files of the workspace, and go with them', async () => {
    await write('---\ndescription: Looks it over\n---\nReview this.', '.openelm', 'prompts', 'review.md');
    await write('no prompt', '.openelm', 'prompts', 'notes.txt');
    await until(prompts.onDidChange, () => named('review') !== undefined);
    assert.deepEqual(prompts.current, [
      { name: 'review', description: 'Looks it over', body: 'Review this.' },
    ]);
    await write('Review this, please.', '.openelm', 'prompts', 'review.md');
    await until(prompts.onDidChange, () => named('review') === 'Review this, please.');
    await vscode.workspace.fs.delete(workspaceUri('.openelm', 'prompts', 'review.md'));
    await until(prompts.onDidChange, () => prompts.current.length === 0);
  });

  it('of the settings come first and win', async () => {
    await write('From the file.', '.openelm', 'prompts', 'Review.md');
    await write('Another.', '.openelm', 'prompts', 'another.md');
    await until(prompts.onDidChange, () => prompts.current.length === 2);
    await setting.update('prompts', { review: 'From the settings.' }, vscode.ConfigurationTarget.Global);
    await until(prompts.onDidChange, () => named('review') !== undefined);
    assert.deepEqual(
      prompts.current.map(({ body }) => body),
      ['From the settings.', 'Another.'],
    );
  });

  it('are read anew when they are asked for, whatever the editor has told', async () => {
    await write('Said by nobody.', '.openelm', 'prompts', 'fresh.md');
    const read = until(prompts.onDidChange, () => named('fresh') !== undefined);
    prompts.refresh();
    await read;
    assert.equal(named('fresh'), 'Said by nobody.');
  });
});

describe('the theme’s colours of code', () => {
  const setting = vscode.workspace.getConfiguration('editor');
  let theme: ThemeColors;
  let unreadable: string[];
  beforeEach(() => {
    unreadable = [];
    theme = new ThemeColors((id) => void unreadable.push(id));
  });
  afterEach(async () => {
    theme.dispose();
    await setting.update('tokenColorCustomizations', undefined, vscode.ConfigurationTarget.Global);
  });

  it('are read from the file of the extension that brings the theme, and what it includes', async () => {
    await theme.read('Dark Modern');
    const { id, tokenColors } = theme.current ?? {};
    assert.deepEqual([id, tokenColors?.comment, tokenColors?.keyword], ['Dark Modern', '#6A9955', '#C586C0']);
  });

  it('follow the user’s changes', async () => {
    await theme.read('Dark Modern');
    const change = { '[Dark Modern]': { comments: '#123456' } };
    await setting.update('tokenColorCustomizations', change, vscode.ConfigurationTarget.Global);
    await until(theme.onDidChange, () => theme.current?.tokenColors.comment === '#123456');
    assert.equal(theme.current?.tokenColors.keyword, '#C586C0');
  });

  it('are those of the workbench for a theme that nobody has', async () => {
    await theme.read('No Such Theme');
    assert.deepEqual([theme.current, unreadable], [undefined, []]);
  });
});

describe('the context of a question', () => {
  let exclusions: Exclusions;
  let picker: ContextPicker;
  let draft: DraftContext;
  beforeEach(() => {
    exclusions = new Exclusions(() => true);
    picker = new ContextPicker(exclusions);
    draft = new DraftContext(exclusions, () => Promise.resolve({ kind: 'notChosen' }));
  });
  afterEach(async () => {
    draft.dispose();
    exclusions.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  const chips = (): readonly string[] => draft.items.map(({ item }) => `${item.kind} ${item.label}`);
  const open = async (uri: vscode.Uri, selection?: vscode.Range): Promise<vscode.TextEditor> =>
    vscode.window.showTextDocument(uri, selection && { selection });

  it('is the selection, else the file, until it is removed', async () => {
    const uri = workspaceUri('src', 'format.ts');
    await open(uri, new vscode.Range(1, 0, 3, 0));
    await until(draft.onDidChange, () => chips()[0] === 'selection format.ts:2–3');
    draft.remove(draft.items[0]?.id ?? '');
    assert.deepEqual(chips(), []);
    await open(uri, new vscode.Range(0, 0, 0, 0));
    await until(draft.onDidChange, () => chips()[0] === 'file format.ts');
  });

  it('is never by itself what may hold secrets, and such a file says so where it is offered', async () => {
    const secret = await write('TOKEN=1\n', '.env.picked');
    await open(workspaceUri('src', 'format.ts'));
    await until(draft.onDidChange, () => chips().length === 1);
    await open(secret);
    await until(draft.onDidChange, () => chips().length === 0);
    const rows = await picker.suggest('@', '.env.picked');
    assert.deepEqual(
      rows.map(({ label, detail }) => [label, detail]),
      [['.env.picked', 'may hold secrets']],
    );
    await vscode.workspace.fs.delete(secret);
  });

  it('lists what git ignores last, and says so', async () => {
    await write('built/\n', '.gitignore');
    const ignored = await write('1\n', 'built', 'tide-table.ts');
    const rows = await picker.suggest('@', 'tide');
    assert.deepEqual(
      rows.map(({ detail }) => detail),
      ['src/tide.ts', 'built/tide-table.ts · ignored by git'],
    );
    const item = await picker.resolve(rows[1]?.contextId ?? '');
    assert.deepEqual([item?.path, item?.text], ['built/tide-table.ts', '1\n']);
    await vscode.workspace.fs.delete(ignored);
    await vscode.workspace.fs.delete(workspaceUri('.gitignore'));
  });

  it('gives what was chosen from a list although the next list is there', async () => {
    const [row] = await picker.suggest('@', 'format.ts');
    await picker.suggest('@', 'tide.ts');
    assert.equal((await picker.resolve(row?.contextId ?? ''))?.label, 'format.ts');
    assert.equal(await picker.resolve('offer-999'), undefined);
  });

  it('may be a symbol of the workspace, whose whole text is taken', async () => {
    const uri = await write('one();\nfunction quay() {\n  return 1;\n}\n', 'quay.picked');
    const whole = new vscode.Range(1, 0, 3, 1);
    const name = new vscode.Range(1, 9, 1, 13);
    const kind = vscode.SymbolKind.Function;
    const providers = [
      vscode.languages.registerWorkspaceSymbolProvider({
        provideWorkspaceSymbols: () => [
          new vscode.SymbolInformation('quay', kind, 'harbour', new vscode.Location(uri, name)),
        ],
      }),
      vscode.languages.registerDocumentSymbolProvider(
        { pattern: '**/*.picked' },
        { provideDocumentSymbols: () => [new vscode.DocumentSymbol('quay', '', kind, whole, name)] },
      ),
    ];
    try {
      const rows = await picker.suggest('#', 'quay');
      const row = rows.find(({ detail }) => detail === 'harbour · quay.picked');
      const item = await picker.resolve(row?.contextId ?? '');
      assert.deepEqual(
        [item?.kind, item?.label, item?.text],
        ['symbol', 'quay', 'function quay() {\n  return 1;\n}'],
      );
    } finally {
      providers.forEach((provider) => void provider.dispose());
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('holds the problems for a question that begins with /fix', async () => {
    const problems = vscode.languages.createDiagnosticCollection('chat-context-test');
    const uri = workspaceUri('src', 'format.ts');
    problems.set(uri, [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), 'Something is wrong')]);
    try {
      await open(uri, new vscode.Range(0, 0, 0, 0));
      await until(draft.onDidChange, () => chips().length === 1);
      draft.noteQuestion('/fix it');
      assert.deepEqual(chips(), ['file format.ts', 'problems Problems of format.ts']);
      draft.noteQuestion('/explain it');
      assert.deepEqual(chips(), ['file format.ts']);
    } finally {
      problems.dispose();
    }
  });
});
