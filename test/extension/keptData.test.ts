import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { AccessTokens } from '../../src/workbench/accessTokens.ts';
import { AcceptedLicences } from '../../src/workbench/acceptedLicences.ts';
import { forgetToken } from '../../src/workbench/askForToken.ts';
import { builtInModelFile } from '../../src/workbench/engineHost.ts';
import { loadModelCatalog } from '../../src/workbench/modelCatalog.ts';
import { showAcceptedLicences } from '../../src/workbench/models/acceptedLicencesList.ts';
import { showKeptData } from '../../src/workbench/models/keptData.ts';
import { ModelLibrary } from '../../src/workbench/models/modelLibrary.ts';
import { ModelUse } from '../../src/workbench/models/modelUse.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { MemoryState } from '../support/memoryState.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { Messages } from './assist/messages.ts';

describe('what is kept for the user', () => {
  const originals = { pick: vscode.window.showQuickPick, open: vscode.env.openExternal };
  const root = vscode.extensions.getExtension('openelm.openelm')?.extensionPath ?? '';
  let messages: Messages;
  let lists: string[][];
  let opened: string[];
  /** A word of the entry to pick; none closes the list. */
  let picks: string[];
  beforeEach(() => {
    messages = new Messages();
    messages.install();
    lists = [];
    picks = [];
    opened = [];
    Object.assign(vscode.window, {
      showQuickPick: async (given: Thenable<readonly (string | vscode.QuickPickItem)[]>) => {
        const items = await given;
        const texts = items.map((item) =>
          typeof item === 'string' ? item : [item.label, item.description, item.detail].join('|'),
        );
        lists.push(texts);
        const word = picks.shift();
        return word === undefined ? undefined : items[texts.findIndex((text) => text.includes(word))];
      },
    });
    Object.assign(vscode.env, {
      openExternal: (uri: vscode.Uri) => {
        opened.push(uri.toString(true));
        return Promise.resolve(true);
      },
    });
  });
  afterEach(() => {
    messages.restore();
    Object.assign(vscode.window, { showQuickPick: originals.pick });
    Object.assign(vscode.env, { openExternal: originals.open });
  });

  describe('the accepted licences', () => {
    const accept = async (): Promise<AcceptedLicences> => {
      const licences = new AcceptedLicences(new MemoryState());
      const { catalog } = await loadModelCatalog(root);
      const licence = catalog.licences.get('apple-amlr');
      assert.ok(licence);
      await licences.accept(licence, new Date('2026-01-02T12:00:00Z'));
      return licences;
    };
    const show = async (licences: AcceptedLicences): Promise<void> => {
      await showAcceptedLicences(licences, await loadModelCatalog(root));
    };

    it('are listed by name, version and date', async () => {
      const licences = await accept();
      await show(licences);
      assert.match(
        lists[0]?.[0] ?? '',
        /^Apple Machine Learning Research Model License\|.+\|accepted on Jan 2, 2026$/u,
      );
    });

    it('are read again, and withdrawn: then they are asked for anew', async () => {
      const licences = await accept();
      picks = ['Apple'];
      messages.answers.push('Show the Licence', 'Withdraw the Consent');
      await show(licences);
      assert.match(opened[0] ?? '', /^https:\/\/huggingface\.co\/apple\/.+LICENSE$/u);
      assert.deepEqual(licences.all(), []);
      await show(licences);
      assert.match(messages.shown.at(-1) ?? '', /no licence was accepted/u);
    });

    it('hold until they are withdrawn', async () => {
      const licences = await accept();
      picks = ['Apple'];
      await show(licences);
      assert.equal(licences.all().length, 1);
    });
  });

  describe('the access tokens', () => {
    it('are forgotten by their host', async () => {
      const tokens = new AccessTokens(new MemorySecrets());
      await tokens.keep('hub.example', 'secret');
      await tokens.keep('other.example', 'secret');
      picks = ['hub.example'];
      await forgetToken(tokens);
      assert.deepEqual(lists[0], ['hub.example', 'other.example']);
      assert.deepEqual(await tokens.hosts(), ['other.example']);
    });

    it('are said to be none', async () => {
      await forgetToken(new AccessTokens(new MemorySecrets()));
      assert.deepEqual(messages.shown, ['OpenELM: no access token is kept.']);
    });
  });

  describe('the files', () => {
    let globalFolder: string;
    let folder: string;
    let library: ModelLibrary;
    beforeEach(() => {
      globalFolder = mkdtempSync(path.join(os.tmpdir(), 'openelm-kept-'));
      folder = path.join(globalFolder, 'models');
      mkdirSync(folder);
      const memory = new MemoryState();
      library = new ModelLibrary({
        builtInModel: builtInModelFile(root),
        defaultFolder: folder,
        memory,
        use: new ModelUse(memory),
      });
    });
    afterEach(async () => {
      library.dispose();
      await set('models.folder', undefined);
      rmSync(globalFolder, { recursive: true });
    });
    const set = async (key: string, value: unknown): Promise<void> => {
      await vscode.workspace
        .getConfiguration('openelm')
        .update(key, value, vscode.ConfigurationTarget.Global);
    };
    const show = async (): Promise<void> => {
      const tokens = new AccessTokens(new MemorySecrets());
      await tokens.keep('hub.example', 'secret');
      await showKeptData({ library, tokens, globalFolder, workspaceFolder: '/workspace-storage' });
    };

    it('are listed with their folders and sizes', async () => {
      writeFileSync(path.join(folder, 'a.gguf'), Buffer.alloc(2000));
      await show();
      assert.deepEqual(lists[0], [
        `$(folder) Models that were downloaded|2.0 kB|${folder}`,
        `$(folder) Everything that belongs to all windows|2.0 kB|${globalFolder}`,
        '$(folder) Conversations of this workspace, and what was read of its last files|0 B|/workspace-storage',
        '$(key) Access tokens in VS Code’s secret storage||hub.example',
        '$(trash) Delete all downloaded models…||with what unfinished downloads have left; models that lie elsewhere stay',
      ]);
    });

    it('are deleted all at once after they were named, and those of the user never', async () => {
      const names = ['a.gguf', 'b.gguf'].map((name) => path.join(folder, name));
      for (const name of names) {
        writeFileSync(name, miniatureOpenElm().bytes());
      }
      const others = path.join(globalFolder, 'mine.gguf');
      writeFileSync(others, miniatureOpenElm().bytes());
      await library.add([others]);
      picks = ['Delete all'];
      await show();
      assert.match(messages.shown[0] ?? '', /^Delete 2 models \([\d.]+ .B\)\?$/u);
      assert.ok(names.every((name) => existsSync(name)));
      picks = ['Delete all'];
      messages.answers.push('Move to the Trash', 'Delete for Good');
      await show();
      assert.deepEqual(
        [...names, others].map((name) => existsSync(name)),
        [false, false, true],
      );
    });

    it('are left alone in a folder that the user has chosen', async () => {
      await set('models.folder', path.join(os.tmpdir(), 'openelm-own-folder'));
      await show();
      assert.match(lists[0]?.[0] ?? '', /^\$\(folder\) The folder of models that you chose/u);
      assert.equal(
        lists[0]?.some((text) => text.startsWith('$(trash)')),
        false,
      );
    });
  });
});
