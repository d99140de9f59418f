import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { AccessTokens } from '../../src/workbench/accessTokens.ts';
import { AcceptedLicences } from '../../src/workbench/acceptedLicences.ts';
import { RunningDownloads } from '../../src/workbench/runningDownloads.ts';
import { verifyModel } from '../../src/workbench/verifyModel.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { MemoryState } from '../support/memoryState.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { publishOpenElm } from '../support/publishedOpenElm.ts';
import { BYTE_PIECES, sentencePieceBytes, SPECIAL_PIECES } from '../support/sentencePieceBytes.ts';
import { Messages } from './assist/messages.ts';

describe('the verification of a model', () => {
  const dialogs = {
    showOpenDialog: vscode.window.showOpenDialog,
    showQuickPick: vscode.window.showQuickPick,
  };
  const log = vscode.window.createOutputChannel('verification test', { log: true });
  const downloads = new RunningDownloads();
  let scratch: string;
  let folder: string;
  let messages: Messages;
  beforeEach(() => {
    scratch = mkdtempSync(path.join(os.tmpdir(), 'openelm-verification-'));
    folder = publishOpenElm(path.join(scratch, 'OpenELM-tiny'), miniatureOpenElm());
    const tokenizer = sentencePieceBytes([...SPECIAL_PIECES, ...BYTE_PIECES]);
    writeFileSync(path.join(folder, 'tokenizer.model'), tokenizer);
    messages = new Messages();
    messages.install();
  });
  afterEach(() => {
    messages.restore();
    Object.assign(vscode.window, dialogs);
    rmSync(scratch, { recursive: true });
  });
  after(() => {
    log.dispose();
    downloads.dispose();
  });

  /** Chooses from one list after the other; negative numbers count from the end. */
  const run = (...choices: number[]): Promise<void> => {
    Object.assign(vscode.window, {
      showOpenDialog: () => Promise.resolve([vscode.Uri.file(folder)]),
      showQuickPick: (items: readonly unknown[]) => Promise.resolve(items.at(choices.shift() ?? 0)),
    });
    return verifyModel({
      extensionPath: vscode.extensions.getExtension('openelm.openelm')?.extensionPath ?? '',
      folder: path.join(scratch, 'models'),
      licences: new AcceptedLicences(new MemoryState()),
      fetch: { log, downloads, tokens: new AccessTokens(new MemorySecrets()) },
    });
  };

  it('says in one message what holds', async () => {
    await run(-1);
    assert.equal(messages.shown.length, 1);
    assert.match(
      messages.shown[0] ?? '',
      /^OpenELM: OpenELM-tiny holds: .* by [\d.e-]+ at most, and 16 of 16 words are the same\. 0 of 1 checksums/u,
    );
  });

  it('says when the files are another model’s', async () => {
    await run(0, 0);
    assert.match(
      messages.shown.join(),
      /^OpenELM: The folder holds a model of 4 layers of width 256, and OpenELM 270M/u,
    );
  });

  it('fetches nothing while the licence is not accepted', async () => {
    await run(0, 1);
    assert.deepEqual(messages.shown, ['OpenELM 270M is under the Apple Sample Code License (2024).']);
    assert.deepEqual(readdirSync(scratch), ['OpenELM-tiny']);
  });
});
