import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { AccessTokens } from '../../src/workbench/accessTokens.ts';
import { AcceptedLicences } from '../../src/workbench/acceptedLicences.ts';
import { builtInModelFile } from '../../src/workbench/engineHost.ts';
import { FactsReader } from '../../src/workbench/models/factsReader.ts';
import { type ModelCommandId } from '../../src/workbench/models/modelCommandIds.ts';
import { modelCommandTable } from '../../src/workbench/models/modelCommands.ts';
import { ModelLibrary, type LibraryModel } from '../../src/workbench/models/modelLibrary.ts';
import { ModelTree } from '../../src/workbench/models/modelTree.ts';
import { ModelUse } from '../../src/workbench/models/modelUse.ts';
import { RunningDownloads } from '../../src/workbench/runningDownloads.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { MemoryState } from '../support/memoryState.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { Messages } from './assist/messages.ts';

describe('the list of models', () => {
  const root = vscode.extensions.getExtension('openelm.openelm')?.extensionPath ?? '';
  const builtIn = builtInModelFile(root);
  const log = vscode.window.createOutputChannel('model list test', { log: true });
  const downloads = new RunningDownloads();
  let folder: string;
  let elsewhere: string;
  let messages: Messages;
  let memory: vscode.Memento;
  let library: ModelLibrary;
  let tree: ModelTree;
  let facts: FactsReader;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-list-'));
    elsewhere = mkdtempSync(path.join(os.tmpdir(), 'openelm-elsewhere-'));
    messages = new Messages();
    messages.install();
    memory = new MemoryState();
    library = new ModelLibrary({
      builtInModel: builtIn,
      defaultFolder: folder,
      memory,
      use: new ModelUse(memory),
    });
    facts = new FactsReader(path.join(root, 'dist', 'modelFacts.cjs'));
    tree = new ModelTree(library, facts);
  });
  afterEach(async () => {
    tree.dispose();
    library.dispose();
    messages.restore();
    for (const key of ['model.file', 'chat.modelFile', 'models.folder']) {
      await set(key, undefined);
    }
    rmSync(folder, { recursive: true });
    rmSync(elsewhere, { recursive: true });
  });

  after(() => {
    log.dispose();
    downloads.dispose();
  });

  const set = async (key: string, value: unknown): Promise<void> => {
    await vscode.workspace.getConfiguration('openelm').update(key, value, vscode.ConfigurationTarget.Global);
  };
  const get = (key: string): unknown => vscode.workspace.getConfiguration('openelm').get(key);
  const write = (where: string, name: string): string => {
    const file = path.join(where, name);
    writeFileSync(file, miniatureOpenElm().bytes());
    return file;
  };
  const modelOf = async (file: string): Promise<LibraryModel> => {
    const found = (await tree.getChildren()).find((model) => model.file === file);
    assert.ok(found, file);
    return found;
  };
  const run = async (id: ModelCommandId, file?: string): Promise<void> => {
    const commands = modelCommandTable({
      library,
      facts,
      tryModel: () => Promise.resolve(undefined),
      extensionPath: root,
      licences: new AcceptedLicences(memory),
      copiesFolder: path.join(folder, 'catalogs'),
      fetch: { log, downloads, tokens: new AccessTokens(new MemorySecrets()) },
      calibrate: () => Promise.resolve(undefined),
      machine: () => ({ memory: { total: os.totalmem(), free: os.freemem() } }),
    });
    await commands[id](file === undefined ? undefined : await modelOf(file));
  };
  const files = async (): Promise<string[]> => (await tree.getChildren()).map(({ file }) => file);

  it('begins with the built-in model, which does everything until another one is chosen', async () => {
    assert.deepEqual(await files(), [builtIn]);
    const item = await tree.getTreeItem(await modelOf(builtIn));
    assert.equal(item.label, 'OpenELM Nano 48M');
    assert.match(String(item.description), /^code, chat · Q8_0 · [\d.]+ MB$/u);
    assert.equal(item.contextValue, 'builtIn readable');
  });

  it('has the files of the folder, and the chosen ones wherever they lie', async () => {
    const [inFolder, chosen] = [write(folder, 'a.gguf'), write(elsewhere, 'b.gguf')];
    await set('chat.modelFile', chosen);
    assert.deepEqual(await files(), [builtIn, inFolder, chosen]);
    const { isForCompletions, isForChat, origin } = await modelOf(chosen);
    assert.deepEqual([isForCompletions, isForChat, origin], [false, true, 'added']);
    await set('models.folder', elsewhere);
    assert.deepEqual(await files(), [builtIn, chosen]);
  });

  it('tells files apart that call themselves the same', async () => {
    for (const name of ['a', 'b']) {
      const { label } = await tree.getTreeItem(await modelOf(write(folder, `${name}.gguf`)));
      assert.equal(label, name);
    }
  });

  it('says what is wrong with a file, and offers nothing that could not work', async () => {
    const file = path.join(folder, 'page.gguf');
    writeFileSync(file, '<!doctype html>');
    const item = await tree.getTreeItem(await modelOf(file));
    assert.ok(typeof item.tooltip === 'string');
    assert.match(item.tooltip, /not a GGUF model but a web page/u);
    assert.equal(item.contextValue, 'folder');
    await run('openelm.models.useForChat', file);
    assert.match(messages.shown[0] ?? '', /not a GGUF model but a web page/u);
    assert.equal(get('chat.modelFile'), '');
  });

  it('takes files that are dropped on it, and nothing else', async () => {
    const file = write(elsewhere, 'dropped.gguf');
    const drop = async (list: string): Promise<void> => {
      const data = new vscode.DataTransfer();
      data.set('text/uri-list', new vscode.DataTransferItem(list));
      await tree.handleDrop(undefined, data);
    };
    await drop(`# a comment\r\n${vscode.Uri.file(file).toString()}\r\n`);
    assert.deepEqual(await files(), [builtIn, file]);
    await drop('https://example.com/model.gguf');
    assert.match(messages.shown[0] ?? '', /only \.gguf files of this machine/u);
    assert.deepEqual(await files(), [builtIn, file]);
  });

  it('chooses one model for completions and another for chat', async () => {
    const [one, other] = [write(folder, 'a.gguf'), write(folder, 'b.gguf')];
    await run('openelm.models.useForCompletions', one);
    await run('openelm.models.useForChat', other);
    assert.deepEqual([get('model.file'), get('chat.modelFile')], [one, other]);
    await run('openelm.models.useForChat', one);
    assert.equal(get('chat.modelFile'), '', 'the chat follows the completions');
    await run('openelm.models.useForCompletions', builtIn);
    assert.equal(get('model.file'), '');
  });

  it('takes a file out of the list and leaves it on the disk', async () => {
    const file = write(elsewhere, 'added.gguf');
    await library.add([file]);
    await run('openelm.models.useForCompletions', file);
    await run('openelm.models.forget', file);
    assert.deepEqual(await files(), [builtIn]);
    assert.equal(get('model.file'), '');
    assert.ok(existsSync(file));
  });

  it('deletes a file only after it was said so', async () => {
    const file = write(folder, 'a.gguf');
    await run('openelm.models.delete', file);
    assert.ok(existsSync(file));
    // Where there is a trash the first word is enough.
    messages.answers.push('Move to the Trash', 'Delete for Good');
    await run('openelm.models.delete', file);
    assert.equal(existsSync(file), false);
    assert.deepEqual(await files(), [builtIn]);
  });

  it('knows when a model was used last', async () => {
    new ModelUse(memory).note(builtIn);
    const { lastUsed } = await modelOf(builtIn);
    assert.ok(lastUsed !== undefined && lastUsed <= Date.now());
  });
});
