import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { AccessTokens } from '../../src/workbench/accessTokens.ts';
import { downloadModel } from '../../src/workbench/downloadModel.ts';
import { RunningDownloads } from '../../src/workbench/runningDownloads.ts';
import { FakeHub } from '../support/fakeHub.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { Messages } from './assist/messages.ts';

const MODEL = miniatureOpenElm().bytes();

describe('the download of a model', () => {
  const originals = {
    withProgress: vscode.window.withProgress,
    showInputBox: vscode.window.showInputBox,
    showQuickPick: vscode.window.showQuickPick,
  };
  const log = vscode.window.createOutputChannel('OpenELM downloads', { log: true });
  let downloads: RunningDownloads;
  let hub: FakeHub;
  let folder: string;
  let messages: Messages;
  let tokens: AccessTokens;
  /** What is typed where something is asked for. */
  let typed: string[];
  let chosen: string[];
  /** The icon of the entry to pick. */
  let picked: string;
  let reports: string[];
  let onReport: () => void;
  beforeEach(async () => {
    downloads = new RunningDownloads();
    hub = await FakeHub.start(MODEL);
    folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-download-'));
    messages = new Messages();
    messages.install();
    messages.answers.push('Download');
    tokens = new AccessTokens(new MemorySecrets());
    typed = [];
    chosen = [];
    reports = [];
    onReport = () => undefined;
    Object.assign(vscode.window, {
      withProgress: ((_options, task) =>
        task(
          {
            report: ({ message }: { message?: string }) => {
              reports.push(message ?? '');
              onReport();
            },
          },
          new vscode.CancellationTokenSource().token,
        )) satisfies typeof vscode.window.withProgress,
      showInputBox: ({ password = false }: vscode.InputBoxOptions) =>
        Promise.resolve(password ? typed.shift() : hub.address),
      showQuickPick: (items: readonly vscode.QuickPickItem[]) =>
        Promise.resolve(items.find(({ label }) => label.includes(picked))),
    });
  });
  afterEach(async () => {
    messages.restore();
    Object.assign(vscode.window, originals);
    await hub.close();
    rmSync(folder, { recursive: true });
  });
  after(() => {
    log.dispose();
  });

  const run = (): Promise<void> =>
    downloadModel(folder, { log, downloads, tokens }, (file) => {
      chosen.push(file);
      return Promise.resolve();
    });
  const target = (): string => path.join(folder, 'model.gguf');
  const pauseHalfway = async (): Promise<void> => {
    hub.faults.push({ kind: 'silence', after: 200_000 });
    onReport = () => {
      downloads.pause();
    };
    await run();
    onReport = () => undefined;
  };

  it('asks first, and brings a file that can be used at once', async () => {
    messages.answers.push('Use This Model');
    await run();
    assert.match(messages.shown[0] ?? '', /^Download model\.gguf from 127\.0\.0\.1:\d+\?$/u);
    assert.match(
      messages.shown[1] ?? '',
      /^OpenELM: model\.gguf was downloaded\. Its checksum is the one that 127\.0\.0\.1:\d+ states\.$/u,
    );
    assert.deepEqual(chosen, [target()]);
    assert.ok(readFileSync(target()).equals(MODEL));
    const size = (MODEL.length / 1e6).toFixed(1);
    assert.match(reports.at(-1) ?? '', /\[Pause\]\(command:openelm\.pauseDownload\?%5B%221%22%5D\)$/u);
    assert.ok(reports.at(-1)?.startsWith(`${size} MB of ${size} MB`));
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
    assert.deepEqual(readdirSync(folder), ['model.gguf.part', 'model.gguf.part.json']);
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

  it('asks for an access token where the hub wants to know who asks, and keeps it', async () => {
    hub.wantsToken = 'good';
    typed = ['bad', ' good '];
    messages.answers.push('Enter an Access Token…', 'Enter an Access Token…');
    await run();
    assert.match(messages.shown[1] ?? '', /wants its terms accepted first/u);
    assert.match(messages.shown[2] ?? '', /does not accept the access token/u);
    assert.ok(readFileSync(target()).equals(MODEL));
    assert.equal(await tokens.of(hub.hosts[0] ?? ''), 'good');
    rmSync(target());
    messages.answers.push('Download');
    await run();
    assert.ok(readFileSync(target()).equals(MODEL));
    assert.deepEqual(
      hub.authorisations.store.filter((sent) => sent !== undefined),
      [],
    );
  });

  it('fetches nothing where no access token is entered', async () => {
    hub.wantsToken = 'good';
    messages.answers.push('Enter an Access Token…');
    await run();
    assert.equal(existsSync(target()), false);
    assert.deepEqual(await tokens.hosts(), []);
  });

  it('says that nobody vouches for the content where that is so', async () => {
    hub.saysObject = false;
    await run();
    assert.match(messages.shown[1] ?? '', /^OpenELM: model\.gguf is here, but nobody says which checksum/u);
  });
});
