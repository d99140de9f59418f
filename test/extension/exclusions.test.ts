import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Exclusions } from '../../src/provider/exclusions.ts';

describe('what .gitignore hides', () => {
  const setting = vscode.workspace.getConfiguration('openelm.completion');
  let folder: string;
  let exclusions: Exclusions;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'openelm-gitignore-'));
    await mkdir(path.join(folder, 'opened'));
    await writeFile(path.join(folder, '.gitignore'), 'hidden.ts\n');
    await writeFile(path.join(folder, 'opened', 'hidden.ts'), '');
    await setting.update('respectGitignore', true, vscode.ConfigurationTarget.Global);
    exclusions = new Exclusions(() => true);
  });
  afterEach(async () => {
    exclusions.dispose();
    await setting.update('respectGitignore', undefined, vscode.ConfigurationTarget.Global);
    await rm(folder, { recursive: true });
  });

  const open = (): Thenable<vscode.TextDocument> =>
    vscode.workspace.openTextDocument(path.join(folder, 'opened', 'hidden.ts'));

  it('is left alone also when the rule stands above the opened folder', async () => {
    await mkdir(path.join(folder, '.git'));
    assert.deepEqual(await exclusions.exclusionOf(await open()), { kind: 'gitignored' });
  });

  it('is no matter outside a repository', async () => {
    assert.equal(await exclusions.exclusionOf(await open()), undefined);
  });
});
