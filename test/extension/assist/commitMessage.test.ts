import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { generateCommitMessage } from '../../../src/workbench/assist/generateCommitMessage.ts';
import { gitApi, type GitRepository } from '../../../src/workbench/assist/gitExtension.ts';
import { stagedContext } from '../../../src/workbench/assist/stagedChanges.ts';
import { printed, type DrivenAnswer } from '../../support/scriptedChat.ts';
import { Messages } from './messages.ts';
import { ScriptedServices } from './scriptedServices.ts';

/** More of the git extension than the product needs. */
interface GitForTests {
  openRepository(uri: vscode.Uri): Promise<GitRepository | null>;
}

interface GitSwitch {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
}

// The first one: git, once switched on, stays so until the editor ends.
describe('a commit message without git', () => {
  it('is not asked for, neither by the command nor in the chat, and both say why', async () => {
    const services = new ScriptedServices();
    const messages = new Messages();
    messages.install();
    try {
      await generateCommitMessage(services, undefined, 'Generate a Commit Message');
      const staged = await stagedContext(services.exclusions, true);
      assert.match(messages.shown.join(), /git extension is switched off/u);
      assert.match(staged.kind === 'nothing' ? staged.message : '', /git extension is switched off/u);
    } finally {
      messages.restore();
      services.dispose();
    }
  });
});

describe('a generated commit message', () => {
  const setting = vscode.workspace.getConfiguration('git');
  let folder: string;
  let repository: GitRepository;
  let services: ScriptedServices;
  let messages: Messages;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-commit-'));
    git('init', '--quiet');
    const opened = await openRepository();
    assert.ok(opened !== null, 'the git extension opened no repository');
    repository = opened;
  });
  after(async () => {
    await setting.update('enabled', false, vscode.ConfigurationTarget.Global);
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    services = new ScriptedServices();
    messages = new Messages();
    messages.install();
    repository.inputBox.value = '';
    // The window tells the box's values back, in order: after an answer of the window's none is on its way.
    await vscode.commands.executeCommand('setContext', 'openelm.test', true);
  });
  afterEach(() => {
    messages.restore();
    services.dispose();
    git('rm', '-r', '--cached', '--quiet', '--ignore-unmatch', '.');
  });

  function git(...args: readonly string[]): void {
    execFileSync('git', args, { cwd: folder });
  }
  const stage = (name: string, text: string): void => {
    writeFileSync(path.join(folder, name), text);
    git('add', '--force', name);
  };
  const openRepository = async (): Promise<GitRepository | null> => {
    const extension = vscode.extensions.getExtension<GitSwitch>('vscode.git');
    const git = await extension?.activate();
    await setting.update('enabled', true, vscode.ConfigurationTarget.Global);
    while (git?.enabled === false) {
      await new Promise<void>((resolve) => {
        const listener = git.onDidChangeEnablement(() => {
          listener.dispose();
          resolve();
        });
      });
    }
    const api = (await gitApi()) as unknown as GitForTests | undefined;
    return (await api?.openRepository(vscode.Uri.file(folder))) ?? null;
  };
  const generate = async (): Promise<{ answer: DrivenAnswer; done: Promise<void> }> => {
    const next = services.engine.nextAnswer();
    const done = generateCommitMessage(
      services,
      { rootUri: repository.rootUri },
      'Generate a Commit Message',
    );
    return { answer: await next, done };
  };

  it('is made from the staged changes alone and put into the box', async () => {
    stage('a.ts', 'export const a = 1;\n');
    writeFileSync(path.join(folder, 'b.ts'), 'not staged');
    const { answer, done } = await generate();
    const prompt = printed(answer.request.pieces);
    assert.match(prompt, /\+export const a = 1;/u);
    assert.doesNotMatch(prompt, /not staged/u);
    answer.write('Here is the commit message:\n\n```\nAdd a\n```');
    answer.end();
    await done;
    assert.deepEqual([repository.inputBox.value, messages.shown], ['Add a', []]);
  });

  it('is asked for in the way that the user prefers', async () => {
    services.engine.talking = { name: 'OpenELM-270M-Instruct', architecture: 'openelm', contextTokens: 400 };
    services.format = 'openElmInstruct';
    stage('a.ts', 'export const a = 1;\n');
    const { answer, done } = await generate();
    answer.write('Add a');
    answer.end();
    await done;
    assert.match(printed(answer.request.pieces), /^<\|system\|>/u);
  });

  it('is not asked for when nothing is staged', async () => {
    await generateCommitMessage(services, { rootUri: repository.rootUri }, 'Generate a Commit Message');
    assert.match(messages.shown.join(), /Nothing is staged/u);
    assert.equal(services.engine.answers.length, 0);
  });

  it('is made without the files that may hold secrets, and says so', async () => {
    stage('.env', 'TOKEN=hunter2\n');
    stage('a.ts', 'export const a = 1;\n');
    const { answer, done } = await generate();
    assert.doesNotMatch(printed(answer.request.pieces), /hunter2|\.env/u);
    answer.write('Add a');
    answer.end();
    await done;
    assert.match(messages.shown.join(), /secrets: \.env/u);
  });

  it('is not asked for when nothing but secrets is staged', async () => {
    stage('.env', 'TOKEN=hunter2\n');
    await generateCommitMessage(services, { rootUri: repository.rootUri }, 'Generate a Commit Message');
    assert.match(messages.shown.join(), /not read: \.env/u);
    assert.equal(services.engine.answers.length, 0);
  });

  it('says which files did not fit', async () => {
    stage('big.ts', 'export const a = 1;\n'.repeat(2000));
    stage('small.ts', 'export const b = 1;\n');
    const { answer, done } = await generate();
    answer.write('Add things');
    answer.end();
    await done;
    assert.match(messages.shown.join(), /big\.ts/u);
    assert.doesNotMatch(messages.shown.join(), /small\.ts/u);
  });

  it('has in the chat the same to be made from, with all files by name first', async () => {
    stage('.env', 'TOKEN=hunter2\n');
    stage('a.ts', 'export const a = 1;\n');
    writeFileSync(path.join(folder, 'logo.png'), new Uint8Array([137, 80, 78, 71, 0, 1, 2, 0]));
    git('add', 'logo.png');
    const staged = await stagedContext(services.exclusions, false);
    assert.ok(staged.kind === 'staged', JSON.stringify(staged));
    const [overview, ...files] = staged.items;
    assert.match(overview?.text ?? '', /added a\.ts \(\+1 -0\)\nadded logo\.png \(binary\)/u);
    assert.deepEqual(
      files.map(({ kind, path: file, text }) => [kind, file, text.split('\n').at(-1)]),
      [['diff', 'a.ts', '+export const a = 1;']],
    );
    assert.deepEqual(staged.secrets, ['.env']);
  });

  it('is in the chat about nothing where nothing is staged, or only secrets are', async () => {
    const nothing = await stagedContext(services.exclusions, false);
    assert.match(nothing.kind === 'nothing' ? nothing.message : '', /Nothing is staged/u);
    stage('.env', 'TOKEN=hunter2\n');
    const secrets = await stagedContext(services.exclusions, false);
    assert.match(secrets.kind === 'nothing' ? secrets.message : '', /not read: \.env/u);
  });

  it('takes the place of what was typed only when the user agrees', async () => {
    stage('a.ts', 'export const a = 1;\n');
    repository.inputBox.value = 'my own words';
    const first = await generate();
    first.answer.write('Add a');
    first.answer.end();
    await first.done;
    assert.equal(repository.inputBox.value, 'my own words');
    messages.answers.push('Replace');
    const second = await generate();
    second.answer.write('Add a');
    second.answer.end();
    await second.done;
    assert.equal(repository.inputBox.value, 'Add a');
  });

  it('asks also about what was typed while it was written', async () => {
    stage('a.ts', 'export const a = 1;\n');
    const { answer, done } = await generate();
    repository.inputBox.value = 'typed meanwhile';
    answer.write('Add a');
    answer.end();
    await done;
    assert.equal(repository.inputBox.value, 'typed meanwhile');
    assert.match(messages.shown.join(), /typed while/u);
  });

  it('is none where the model gave the diff back, which is said', async () => {
    stage('a.ts', 'export const a = 1;\n');
    const { answer, done } = await generate();
    answer.write('```diff\n@@ -0,0 +1 @@\n+export const a = 1;\n```\n');
    await done;
    assert.equal(answer.signal.aborted, true);
    assert.equal(repository.inputBox.value, '');
    assert.match(messages.shown.join(), /too small for this/u);
  });

  it('is its first line where the model repeated itself, which is said', async () => {
    stage('a.ts', 'export const a = 1;\n');
    const { answer, done } = await generate();
    answer.write('Add a\n\n');
    for (let count = 0; count < 20; count++) {
      answer.write('This commit adds a constant to the module.\n');
    }
    await done;
    assert.equal(repository.inputBox.value, 'Add a');
    assert.match(messages.shown.join(), /began to repeat itself; only the first line/u);
  });

  it('is its first line where the answer was cut', async () => {
    stage('a.ts', 'export const a = 1;\n');
    const { answer, done } = await generate();
    answer.write('Add a\n\nIt is needed beca');
    answer.end('limit');
    await done;
    assert.equal(repository.inputBox.value, 'Add a');
    assert.match(messages.shown.join(), /reached its limit/u);
  });
});
