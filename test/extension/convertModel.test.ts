import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { convertModel } from '../../src/workbench/convertModel.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { configOf, publishOpenElm } from '../support/publishedOpenElm.ts';
import { BYTE_PIECES, sentencePieceBytes, SPECIAL_PIECES } from '../support/sentencePieceBytes.ts';
import { Messages } from './assist/messages.ts';

const MODEL = miniatureOpenElm();

describe('the conversion of a model', () => {
  const dialogs = {
    showOpenDialog: vscode.window.showOpenDialog,
    showSaveDialog: vscode.window.showSaveDialog,
    showQuickPick: vscode.window.showQuickPick,
  };
  let scratch: string;
  let messages: Messages;
  let chosen: string[];
  let folder: string;
  let out: string;
  beforeEach(() => {
    scratch = mkdtempSync(path.join(os.tmpdir(), 'openelm-convert-'));
    folder = publishOpenElm(path.join(scratch, 'OpenELM-tiny'), MODEL);
    out = path.join(scratch, 'tiny.gguf');
    const tokenizer = sentencePieceBytes([...SPECIAL_PIECES, ...BYTE_PIECES]);
    writeFileSync(path.join(folder, 'tokenizer.model'), tokenizer);
    messages = new Messages();
    messages.install();
    chosen = [];
    Object.assign(vscode.window, {
      showOpenDialog: () => Promise.resolve([vscode.Uri.file(folder)]),
      showSaveDialog: () => Promise.resolve(vscode.Uri.file(out)),
      showQuickPick: ([first]: readonly unknown[]) => Promise.resolve(first),
    });
  });
  afterEach(() => {
    messages.restore();
    Object.assign(vscode.window, dialogs);
    rmSync(scratch, { recursive: true });
  });

  const run = (): Promise<void> => {
    const extension = vscode.extensions.getExtension('openelm.openelm');
    return convertModel(path.join(extension?.extensionPath ?? '', 'dist', 'convert.cjs'), (file) => {
      chosen.push(file);
      return Promise.resolve();
    });
  };

  it('writes a file that can be loaded, with the tokenizer beside the model, and offers it', async () => {
    messages.answers.push('Use This Model');
    await run();
    assert.deepEqual(messages.shown, ['OpenELM: tiny.gguf was written.']);
    assert.deepEqual(chosen, [out]);
    const facts = await checkModelFile(out);
    assert.deepEqual(
      [facts.name, facts.quantisation, facts.architecture],
      ['OpenELM-tiny', 'Q8_0', 'openelm'],
    );
  });

  it('says what is wrong, and leaves nothing behind', async () => {
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify({ ...configOf(MODEL), head_dim: 32 }));
    await run();
    assert.match(messages.shown.join(), /^OpenELM: The tensor “transformer\.layers\.0\.attn/u);
    assert.deepEqual(chosen, []);
    assert.equal(existsSync(out), false);
  });

  it('ends without a word when a dialog is closed', async () => {
    Object.assign(vscode.window, { showSaveDialog: () => Promise.resolve(undefined) });
    await run();
    assert.deepEqual(messages.shown, []);
  });
});
