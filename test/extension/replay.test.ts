import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type CompletionRequest } from '../../src/core/completion/completionEngine.ts';
import { EngineError } from '../../src/engine/engineError.ts';
import { Exclusions } from '../../src/provider/exclusions.ts';
import { type ReplayContent } from '../../src/webview/replay/replayContent.ts';
import { historyFolder } from '../../src/workbench/replay/historyFolder.ts';
import { ReplayCommand } from '../../src/workbench/replay/replayCommand.ts';
import { completionSettings } from '../../src/workbench/settings.ts';
import { type ReplayServices } from '../../src/workbench/replay/replayRun.ts';
import { ScriptedEngine } from '../support/scriptedEngine.ts';
import { TemporaryRepository } from '../support/temporaryRepository.ts';
import { Messages } from './assist/messages.ts';

const FILE = 'first();\nlast();\n';
const LINE = 'second(1, 2);';
const NOTHING_LEARNT: ReplayServices['learnt'] = { inForce: (settings) => settings };

/** Right once the call was begun, and wrong elsewhere. */
const answer = ({ prompt }: CompletionRequest): string =>
  prompt.kind === 'plain' && prompt.text.endsWith('second(') ? '1, 2);' : 'x = y';

describe('typing the last commits anew', () => {
  const { createWebviewPanel, showQuickPick, withProgress } = vscode.window;
  const messages = new Messages();
  const exclusions = new Exclusions(() => true);
  let repository: TemporaryRepository;
  let cancel: vscode.CancellationTokenSource;
  let panel: vscode.WebviewPanel | undefined;
  let asked: string[];
  let progress: (string | undefined)[];

  before(() => {
    messages.install();
    repository = new TemporaryRepository();
    repository.commit({ 'a.ts': FILE });
    repository.commit({
      'a.ts': FILE.replace('last', `${LINE}\nlast`),
      '.env': 'TOKEN=abcdef\n',
      'secrets.yaml': 'token: abcdef\n',
    });
    repository.git('commit', '--quiet', '--allow-empty', '--message', '<b>nothing</b>');
  });
  after(() => {
    messages.restore();
    exclusions.dispose();
    repository.remove();
  });
  beforeEach(() => {
    cancel = new vscode.CancellationTokenSource();
    panel = undefined;
    asked = [];
    progress = [];
    messages.shown.length = 0;
    Object.assign(vscode.window, {
      createWebviewPanel: (...given: Parameters<typeof createWebviewPanel>) => {
        panel = createWebviewPanel(...given);
        return panel;
      },
      // Takes what is suggested.
      showQuickPick: (items: readonly vscode.QuickPickItem[], { title }: vscode.QuickPickOptions) => {
        asked.push(title ?? '', ...items.map(({ label }) => label));
        return Promise.resolve(items[0]);
      },
      // A notification that the test can cancel.
      withProgress: (
        _options: vscode.ProgressOptions,
        task: (
          progress: vscode.Progress<{ message?: string }>,
          token: vscode.CancellationToken,
        ) => Promise<unknown>,
      ) =>
        task(
          {
            report: ({ message }) => {
              progress.push(message);
            },
          },
          cancel.token,
        ),
    });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { createWebviewPanel, showQuickPick, withProgress });
    cancel.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const made = (details: Partial<ReplayServices> = {}, git = 'git'): ReplayCommand =>
    new ReplayCommand({
      folder: () => Promise.resolve({ uri: vscode.Uri.file(repository.folder), name: 'project <b>', git }),
      exclusions,
      learnt: NOTHING_LEARNT,
      engine: new ScriptedEngine(answer),
      model: () => Promise.resolve({ name: 'scripted', isInUse: () => true }),
      ...details,
    });
  const run = (...given: Parameters<typeof made>): Promise<ReplayContent | undefined> => made(...given).run();
  const page = (): string => panel?.webview.html ?? '';

  it('says how much would have been typed, and leaves secrets out', async () => {
    const content = await run();
    assert.deepEqual(asked, ['What Would It Have Typed for Me?', '10 commits', '5 commits', '30 commits']);
    assert.deepEqual(
      [content?.end.kind, content?.planned, content?.eagerness, content?.model],
      ['whole', 2, 'balanced', 'scripted'],
    );
    assert.deepEqual(
      content?.summary.languages.map(({ language, figures }) => [language, figures.characters]),
      [['typescript', LINE.length + 1]],
    );
    assert.equal(content.summary.total.typed, '\nsecond('.length);
    assert.match(page(), /Of 14 characters in 2 commits of project &lt;b&gt;, 43 % would have been typed/u);
    assert.match(page(), /<code>[0-9a-f]{7}<\/code> &lt;b&gt;nothing&lt;\/b&gt;/u);
    assert.doesNotMatch(page(), /<script|<b>|Cut short/u);
    assert.ok(progress.some((message) => message?.startsWith('commit 2 of 2; ') === true));
    assert.deepEqual(messages.shown, []);
  });

  describe('with a history to fit to', () => {
    /** How many lines each commit adds. */
    const LINES = { red: 16, green: 16, blue: 10 };
    const call = (name: string, line: number): string => `set(${name}, ${line}, "some words of it");\n`;
    let history: TemporaryRepository;
    let engine: ScriptedEngine;
    let command: ReplayCommand;
    before(() => {
      history = new TemporaryRepository();
      history.commit({ 'a.ts': FILE });
      for (const [name, length] of Object.entries(LINES)) {
        history.commit({ [`${name}.ts`]: Array.from({ length }, (_, line) => call(name, line)).join('') });
      }
    });
    after(() => {
      history.remove();
    });
    beforeEach(() => {
      // Right wherever it says anything, and never surer than that.
      engine = new ScriptedEngine(({ prompt }) =>
        prompt.kind === 'plain' && prompt.text.endsWith('"') ? 'some words of it");' : '',
      );
      engine.probability = 0.65;
      command = commandIn(history.folder);
    });
    afterEach(async () => {
      command.dispose();
      const { Workspace } = vscode.ConfigurationTarget;
      const configuration = vscode.workspace.getConfiguration('openelm');
      await configuration.update('completion.confidence', undefined, Workspace);
      await configuration.update('completion.multiline', undefined, Workspace);
    });

    const commandIn = (folder: string): ReplayCommand => {
      const uri = vscode.Uri.file(folder);
      return made({ engine, folder: () => Promise.resolve({ uri, name: 'project', git: 'git' }) });
    };

    async function typed(): Promise<ReplayContent> {
      const content = await command.run();
      assert.ok(content);
      return content;
    }

    it('proposes the confidence that the older commits speak for, and sets it when told to', async () => {
      const { fit } = await typed();
      assert.deepEqual([fit?.verdict, fit?.chosen, fit?.present, fit?.newerCommits], ['holds', 0.5, 0.9, 1]);
      assert.match(page(), /Suggest from 50 % on in this folder, by its settings/u);
      assert.ok(progress.some((message) => message?.startsWith('finding out how sure') === true));
      const document = vscode.Uri.file(path.join(history.folder, 'a.ts'));
      assert.equal(completionSettings(document).threshold, 0.9);
      await command.commands['openelm.useFittedConfidence']();
      assert.equal(completionSettings(document).threshold, 0.5);
      assert.match(
        messages.shown.join(),
        /^OpenELM: in project, suggestions are shown from 50 % confidence on/u,
      );
    });

    it('proposes the length that the commits speak for, and sets it when told to', async () => {
      const body = 'onTide(() => {\n  refresh(harbour);\n});\n';
      const bodies = new TemporaryRepository();
      try {
        for (const [index, name] of ['first', 'red', 'green', 'blue'].entries()) {
          bodies.commit({ [`${name}.ts`]: index === 0 ? FILE : body.repeat(15) });
        }
        // Wrong wherever it says anything, and nothing that would be one line.
        engine = new ScriptedEngine(({ prompt }) =>
          prompt.kind === 'plain' && prompt.text.endsWith('=> {') ? '\n  sail();\n  sail();\n' : '',
        );
        command.dispose();
        command = commandIn(bodies.folder);
        const { lengthFit } = await typed();
        assert.deepEqual(
          [lengthFit?.verdict, lengthFit?.chosen, lengthFit?.present],
          ['holds', 'oneLine', 'multiline'],
        );
        assert.match(page(), /Suggest one line at a time in this folder, by its settings/u);
        const document = vscode.Uri.file(path.join(bodies.folder, 'first.ts'));
        assert.equal(completionSettings(document).multiline, true);
        await command.commands['openelm.useFittedLength']();
        assert.equal(completionSettings(document).multiline, false);
        assert.match(messages.shown.join(), /^OpenELM: in project, suggestions end with the line/u);
      } finally {
        bodies.remove();
      }
    });

    it('keeps what was typed where the fit is cut short', async () => {
      const generate = engine.generate.bind(engine);
      engine.generate = (...given) => {
        if (progress.at(-1)?.startsWith('finding out how sure') === true) {
          cancel.cancel();
        }
        return generate(...given);
      };
      const content = await typed();
      assert.deepEqual([content.end.kind, content.fit], ['whole', undefined]);
      assert.match(page(), /That was not found out: it was cut short\./u);
      // Nothing is proposed: the command types anew.
      await command.commands['openelm.useFittedConfidence']();
      assert.equal(asked.filter((title) => title === 'What Would It Have Typed for Me?').length, 2);
    });
  });

  it('shows what was typed until it was cancelled', async () => {
    const engine = new ScriptedEngine(({ prompt }) => {
      if (prompt.kind === 'plain' && prompt.text.endsWith('sec')) {
        cancel.cancel();
      }
      return 'x = y';
    });
    const content = await run({ engine });
    assert.equal(content?.end.kind, 'cancelled');
    const { typed } = content.summary.total;
    assert.ok(typed > 0 && typed < LINE.length);
    assert.match(page(), /Cut short: you cancelled it\./u);
    assert.ok(engine.generations.at(-1)?.signal.aborted);
  });

  it('shows nothing any more once the extension is disposed of', async () => {
    const command = made({
      engine: new ScriptedEngine(({ prompt }) => {
        if (prompt.kind === 'plain' && prompt.text.endsWith('sec')) {
          command.dispose();
        }
        return 'x = y';
      }),
    });
    assert.equal(await command.run(), undefined);
    assert.equal(panel, undefined);
  });

  it('shows nothing where it was cancelled before the engine was ready', async () => {
    const content = await run({
      model: () => {
        cancel.cancel();
        return new Promise(() => undefined);
      },
    });
    assert.deepEqual([content, panel, messages.shown], [undefined, undefined, []]);
  });

  it('starts no engine that was let go', async () => {
    let requests = 0;
    const engine = new ScriptedEngine(() => {
      requests++;
      return '';
    });
    const model = { name: 'scripted', isInUse: () => requests < 3 };
    const content = await run({ engine, model: () => Promise.resolve(model) });
    assert.deepEqual([content?.end.kind, requests], ['interrupted', 3]);
    assert.match(page(), /Cut short: another window took the engine/u);
  });

  it('says what is wrong with the engine', async () => {
    const error = new EngineError('gaveUp', 'crashed', { crashes: '6' });
    assert.equal(await run({ model: () => Promise.reject(error) }), undefined);
    assert.match(messages.shown.join(), /^OpenELM: The engine ended 6 times in a row and is left off\./u);
    assert.equal(panel, undefined);
  });

  it('says so in one sentence where there is no repository, no git, or no commit', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-replay-'));
    const empty = new TemporaryRepository();
    const inFolder = (place: string): Partial<ReplayServices> => ({
      folder: () => Promise.resolve({ uri: vscode.Uri.file(place), name: 'project', git: 'git' }),
    });
    try {
      assert.equal(await run(inFolder(folder)), undefined);
      assert.deepEqual(asked, []);
      assert.equal(await run({}, path.join(folder, 'git')), undefined);
      assert.equal(await run(inFolder(empty.folder)), undefined);
    } finally {
      empty.remove();
      rmSync(folder, { recursive: true });
    }
    assert.deepEqual(messages.shown, [
      'OpenELM: project is not in a git repository. Open a folder that is.',
      'OpenELM: Git was not found. Install it, or say in “git.path” where it is.',
      'OpenELM: Nothing was committed yet in project. Commit something first.',
    ]);
  });

  it('runs once at a time', async () => {
    const command = new ReplayCommand({
      folder: async () => {
        await command.run();
        return undefined;
      },
      exclusions,
      learnt: NOTHING_LEARNT,
      engine: new ScriptedEngine(answer),
      model: () => assert.fail('asked for'),
    });
    assert.equal(await command.run(), undefined);
    assert.deepEqual(messages.shown, ['OpenELM: the last commits are being typed already.']);
  });

  it('looks in the workspace folder of the active file', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    assert.deepEqual(await historyFolder(), { uri: folder.uri, name: folder.name, git: 'git' });
  });
});
