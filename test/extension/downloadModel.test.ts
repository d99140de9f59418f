import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { downloadModel } from '../../src/workbench/downloadModel.ts';
import { RunningDownloads } from '../../src/workbench/runningDownloads.ts';
import { FakeHub } from '../support/fakeHub.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { Messages } from './assist/messages.ts';

const MODEL = miniatureOpenElm().bytes();

describe('the download of a model', () => {
  const dialogs = {
    showInputBox: vscode.window.showInputBox,
    showQuickPick: vscode.window.showQuickPick,
  };
  const log = vscode.window.createOutputChannel('OpenELM downloads', { log: true });
  let downloads: RunningDownloads;
  let hub: FakeHub;
  let folder: string;
  let messages: Messages;
  let chosen: string[];
  /** The icon of the entry to pick. */
  let picked: string;
  beforeEach(async () => {
    downloads = new RunningDownloads();
    hub = await FakeHub.start(MODEL);
    folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-download-'));
    messages = new Messages();
    messages.install();
    messages.answers.push('Download');
    chosen = [];
    Object.assign(vscode.window, {
      showInputBox: () => Promise.resolve(hub.address),
      showQuickPick: (items: readonly vscode.QuickPickItem[]) =>
        Promise.resolve(items.find(({ label }) => label.includes(picked))),
    });
  });
  afterEach(async () => {
    messages.restore();
    Object.assign(vscode.window, dialogs);
    await hub.close();
    rmSync(folder, { recursive: true });
  });
  after(() => {
    log.dispose();
  });

  const run = (): Promise<void> =>
    downloadModel(folder, { log, downloads }, (file) => {
      chosen.push(file);
      return Promise.resolve();
    });
  const target = (): string => path.join(folder, 'model.gguf');
  const pauseHalfway = async (): Promise<void> => {
    hub.faults.push({ kind: 'silence', after: 200_000 });
    hub.onSilence = () => {
      downloads.pause();
    };
    await run();
  };

  it('asks first, and brings a file that can be used at once', async () => {
    messages.answers.push('Use This Model');
    await run();
    assert.match(messages.shown[0] ?? '', /^Download model\.gguf from 127\.0\.0\.1:\d+\?$/u);
    assert.equal(messages.shown[1], 'OpenELM: model.gguf was downloaded.');
    assert.deepEqual(chosen, [target()]);
    assert.ok(readFileSync(target()).equals(MODEL));
  });

  it('contacts nobody without a yes', async () => {
    messages.answers.length = 0;
    await run();
    assert.deepEqual([hub.asked, readdirSync(folder)], [[], []]);
  });

  it('goes on after a pause, and when it is asked for another time', async () => {
    await pauseHalfway();
    assert.equal(
      messages.shown.at(-1),
      'OpenELM: the download of model.gguf is paused. What was fetched is kept.',
    );
    picked = '$(play)';
    await run();
    assert.ok(readFileSync(target()).equals(MODEL));
    assert.ok((hub.asked.at(-1)?.from ?? 0) > 0);
  });

  it('removes what a pause has left when that is chosen', async () => {
    await pauseHalfway();
    picked = '$(trash)';
    await run();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('says what is wrong, with the next step', async () => {
    hub.hubAnswer = { kind: 'answer', status: 401, headers: { 'x-error-code': 'GatedRepo' } };
    await run();
    assert.match(
      messages.shown.at(-1) ?? '',
      /^OpenELM: Whoever publishes this file wants its terms accepted/u,
    );
    assert.equal(existsSync(target()), false);
  });

  it('says that nobody vouches for the content where that is so', async () => {
    hub.saysObject = false;
    await run();
    assert.match(messages.shown[1] ?? '', /^OpenELM: model\.gguf is here, but nobody says which checksum/u);
  });
});
