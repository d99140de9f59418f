import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { builtInModelFile } from '../../src/workbench/engineHost.ts';
import { chooseAdapter } from '../../src/workbench/models/chooseAdapter.ts';
import { FactsReader } from '../../src/workbench/models/factsReader.ts';
import { ModelLibrary, type LibraryModel } from '../../src/workbench/models/modelLibrary.ts';
import { ModelTree } from '../../src/workbench/models/modelTree.ts';
import { ModelUse } from '../../src/workbench/models/modelUse.ts';
import { ggufBytes } from '../support/ggufBytes.ts';
import { loraAdapter } from '../support/loraAdapter.ts';
import { MemoryState } from '../support/memoryState.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { Messages } from './assist/messages.ts';

const MODEL = miniatureOpenElm({ shape: { width: 64, headSize: 16 } });
const OTHER = miniatureOpenElm({ shape: { width: 128, headSize: 16 } });

describe('choosing an adapter', () => {
  const dialogs = {
    showOpenDialog: vscode.window.showOpenDialog,
    showInputBox: vscode.window.showInputBox,
    showQuickPick: vscode.window.showQuickPick,
  };
  const root = vscode.extensions.getExtension('openelm.openelm')?.extensionPath ?? '';
  let scratch: string;
  let messages: Messages;
  let library: ModelLibrary;
  let facts: FactsReader;
  let tree: ModelTree;
  let model: string;
  let adapter: string;
  let tried: number;
  beforeEach(() => {
    scratch = mkdtempSync(path.join(os.tmpdir(), 'openelm-adapter-'));
    model = write('model.gguf', MODEL.bytes());
    adapter = write('adapter.lora', ggufBytes(loraAdapter(MODEL, { rank: 4, alpha: 8 }).gguf));
    messages = new Messages();
    messages.install();
    const memory = new MemoryState();
    library = new ModelLibrary({
      builtInModel: builtInModelFile(root),
      defaultFolder: scratch,
      memory,
      use: new ModelUse(memory),
    });
    facts = new FactsReader(path.join(root, 'dist', 'modelFacts.cjs'));
    tree = new ModelTree(library, facts);
    tried = 0;
  });
  afterEach(async () => {
    tree.dispose();
    library.dispose();
    messages.restore();
    Object.assign(vscode.window, dialogs);
    await configuration().update('models.adapters', undefined, vscode.ConfigurationTarget.Global);
    rmSync(scratch, { recursive: true });
  });

  const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('openelm');
  const setting = (): unknown => ({ ...configuration().get<Record<string, unknown>>('models.adapters') });
  const write = (name: string, bytes: Uint8Array): string => {
    const file = path.join(scratch, name);
    writeFileSync(file, bytes);
    return file;
  };
  /** What a person would choose in the dialogs that come, in the order in which they come. */
  const answering = ({ file, scale, way }: { file?: string; scale?: string; way?: number }): void => {
    Object.assign(vscode.window, {
      showOpenDialog: () => Promise.resolve(file === undefined ? undefined : [vscode.Uri.file(file)]),
      showInputBox: (options: vscode.InputBoxOptions) => {
        const problem = options.validateInput?.(scale ?? '');
        assert.equal(problem, scale === undefined ? 'Enter a number from 0 to 10.' : undefined);
        return Promise.resolve(scale);
      },
      showQuickPick: (items: readonly unknown[]) =>
        Promise.resolve(way === undefined ? undefined : items[way]),
    });
  };
  const listed = async (): Promise<LibraryModel> => {
    const found = (await library.models()).find(({ file }) => file === model);
    assert.ok(found);
    return found;
  };
  const choose = async (chosen?: LibraryModel): Promise<void> => {
    await chooseAdapter(chosen ?? (await listed()), {
      library,
      facts,
      tryModel: () => {
        tried++;
        return Promise.resolve(undefined);
      },
    });
  };

  it('writes the setting, which the list shows', async () => {
    answering({ file: adapter, scale: '0.5' });
    await choose();
    assert.deepEqual(setting(), { [model]: { file: adapter, scale: 0.5 } });
    const { description, tooltip } = await tree.getTreeItem(await listed());
    assert.match(String(description), /^with an adapter · F32/u);
    assert.ok(typeof tooltip === 'string' && tooltip.includes(`Adapter: ${adapter}, scale 0.5`));
    assert.deepEqual([messages.shown, tried], [[], 0]);
  });

  it('changes the scale, and takes the adapter away', async () => {
    answering({ file: adapter, scale: '1' });
    await choose();
    answering({ scale: '2', way: 0 });
    await choose();
    assert.deepEqual(setting(), { [model]: { file: adapter, scale: 2 } });
    answering({ way: 2 });
    await choose();
    assert.equal((await listed()).adapter, undefined);
    assert.deepEqual(setting(), {});
  });

  it('refuses what does not fit, and leaves everything as it was', async () => {
    answering({ file: write('other.gguf', ggufBytes(loraAdapter(OTHER).gguf)), scale: '1' });
    await choose();
    answering({ file: write('page.gguf', Buffer.from('<!doctype html>')), scale: '1' });
    await choose();
    answering({ file: model, scale: '1' });
    await choose();
    assert.deepEqual(setting(), {});
    assert.match(
      messages.shown[0] ?? '',
      /^OpenELM: The adapter’s “blk\.0\.attn_qkv\.weight\.lora_a” is 128 × 4/u,
    );
    assert.match(
      messages.shown[1] ?? '',
      /^OpenELM: The adapter can’t be used\. This is not a GGUF model but a web page/u,
    );
    assert.match(messages.shown[2] ?? '', /^OpenELM: The file holds a model, not an adapter\./u);
  });

  it('loads the model of the completions at once, and ends without a word when a dialog is closed', async () => {
    answering({});
    await choose();
    answering({ file: adapter });
    await choose();
    assert.deepEqual([setting(), tried, messages.shown], [{}, 0, []]);
    answering({ file: adapter, scale: '1' });
    await choose({ ...(await listed()), isForCompletions: true });
    assert.equal(tried, 1);
  });
});
