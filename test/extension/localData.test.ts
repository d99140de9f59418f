import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { DownloadLock } from '../../src/models/download/downloadLock.ts';
import { type PartRecord } from '../../src/models/download/partRecord.ts';
import { AcceptedLicences } from '../../src/workbench/acceptedLicences.ts';
import { AccessTokens } from '../../src/workbench/accessTokens.ts';
import { BadBackendMemory } from '../../src/workbench/badBackendMemory.ts';
import { CalibrationMemory } from '../../src/workbench/benchmark/calibrationMemory.ts';
import { SuggestionLedger } from '../../src/workbench/ledger/suggestionLedger.ts';
import { clearLocalData } from '../../src/workbench/localData/clearLocalData.ts';
import { localStores } from '../../src/workbench/localData/localStores.ts';
import { ModelUse } from '../../src/workbench/models/modelUse.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { MemoryState } from '../support/memoryState.ts';
import { Messages } from './assist/messages.ts';
import { suggestAndTake } from './suggestAndTake.ts';

const EXTENSION = 'openelm.openelm';
const YES = 'Delete for Good';

const WORK = [
  'Conversations of this window’s chat',
  'Conversations of other workspaces',
  'What was read of the last files',
  'What suggestions were worth, in numbers',
  'The last requests, suggestions and edits',
];

describe('clearing all local data', () => {
  const originals = { pick: vscode.window.showQuickPick, panel: vscode.window.createWebviewPanel };
  const warned: string[] = [];
  let messages: Messages;
  let listed: vscode.QuickPickItem[];
  /** What a person leaves chosen; undefined closes the list. */
  let choose: ((items: vscode.QuickPickItem[]) => vscode.QuickPickItem[]) | undefined;
  beforeEach(() => {
    messages = new Messages();
    messages.install();
    warned.length = 0;
    listed = [];
    choose = (items) => items.filter(({ picked }) => picked);
    Object.assign(vscode.window, {
      showQuickPick: async (given: Thenable<vscode.QuickPickItem[]>, options: vscode.QuickPickOptions) => {
        assert.equal(options.canPickMany, true);
        listed = await given;
        return choose?.(listed.filter(({ kind }) => kind === undefined));
      },
    });
  });
  afterEach(() => {
    messages.restore();
    Object.assign(vscode.window, { showQuickPick: originals.pick, createWebviewPanel: originals.panel });
  });
  const everything = (items: vscode.QuickPickItem[]): vscode.QuickPickItem[] => items;

  describe('of stores that are filled', () => {
    let root: string;
    let state: MemoryState;
    let ledger: SuggestionLedger;
    let forgotten: string[];
    let log: vscode.LogOutputChannel;
    before(() => {
      log = vscode.window.createOutputChannel('OpenELM local data test', { log: true });
    });
    after(() => {
      log.dispose();
    });

    const at = (...names: string[]): string => path.join(root, 'User', ...names);
    const globalFolder = (): string => at('globalStorage', EXTENSION);
    const conversation = (workspace: string): string =>
      at('workspaceStorage', workspace, EXTENSION, 'conversations', 'c1.jsonl');
    const read = (workspace: string): string =>
      at('workspaceStorage', workspace, EXTENSION, 'reading', 'a.kv');
    const write = (file: string, text = 'text'): void => {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    };
    const model = (): string => path.join(globalFolder(), 'models', 'mine.gguf');
    const part = (): string => path.join(globalFolder(), 'models', 'half.gguf');

    const services = async (): Promise<Parameters<typeof localStores>[0]> => {
      const tokens = new AccessTokens(new MemorySecrets());
      await tokens.keep('hub.example', 'secret');
      const licences = new AcceptedLicences(state);
      const licence = { id: 'a', name: 'A', version: '1', address: 'https://a.example/' };
      await licences.accept(licence as Parameters<AcceptedLicences['accept']>[0], new Date());
      const calibrations = new CalibrationMemory(state);
      await calibrations.keep(
        { backend: 'cpu', fingerprint: 'f', threads: undefined, processor: 'p' },
        { bandwidthBytesPerSecond: 1, computeFlops: 1, writtenTokenSeconds: 1, promptTokenSeconds: 1 },
      );
      const badBackends = new BadBackendMemory(state);
      badBackends.write([{ backend: 'vulkan', reason: 'r', fingerprint: 'f' }]);
      const use = new ModelUse(state);
      use.note('/models/a.gguf');
      await state.update('openelm.models.added', ['/models/a.gguf']);
      return {
        globalFolder: globalFolder(),
        workspaceFolder: at('workspaceStorage', 'one', EXTENSION),
        ledger,
        reading: {
          forget: () => {
            forgotten.push('reading');
            return Promise.resolve();
          },
        },
        ...{ tokens, licences, calibrations, badBackends, use },
        modelFolder: path.dirname(model()),
        catalogsFolder: path.join(globalFolder(), 'catalogs'),
        memory: {
          requests: 7,
          forget: () => void forgotten.push('memory'),
          withoutConversations: async (removeFiles) => {
            forgotten.push('conversations');
            return removeFiles();
          },
        },
      };
    };

    beforeEach(() => {
      root = mkdtempSync(path.join(os.tmpdir(), 'openelm-clear-'));
      state = new MemoryState();
      forgotten = [];
      ledger = new SuggestionLedger(path.join(globalFolder(), 'ledger'), log, () => '');
      write(path.join(globalFolder(), 'ledger', '2026-01-02.jsonl'));
      write(path.join(globalFolder(), 'engine-owner'));
      write(path.join(globalFolder(), 'catalogs', 'copy.json'));
      write(conversation('one'));
      write(conversation('two'));
      write(read('one'));
      write(read('two'));
      write(at('workspaceStorage', 'two', 'other.extension', 'conversations', 'c1.jsonl'));
      write(model());
      write(`${part()}.part`, 'half');
      const record: PartRecord = { address: 'https://hub.example/half.gguf', total: 8 };
      write(`${part()}.part.json`, JSON.stringify(record));
    });
    afterEach(() => {
      ledger.dispose();
      rmSync(root, { recursive: true });
    });
    const run = async (given: Parameters<typeof localStores>[0]): Promise<void> => {
      await clearLocalData(localStores(given), { warn: (message: string) => void warned.push(message) });
    };

    it('lists all of them with how much there is, and chooses what is about the user’s work', async () => {
      choose = undefined;
      await run(await services());
      assert.deepEqual(
        listed.flatMap(({ kind, label, description, picked }) =>
          kind === undefined ? [[label, description, picked]] : [],
        ),
        [
          [WORK[0], '4 B', true],
          [WORK[1], '4 B', true],
          [WORK[2], '8 B', true],
          [WORK[3], '4 B', true],
          [WORK[4], 'requests: 7', true],
          ['Access tokens', '1', false],
          ['Accepted licences', '1', false],
          ['Measurements of this machine', '1', false],
          ['Back ends that have failed', '1', false],
          ['When each model was used last', '1', false],
          ['Unfinished downloads', '4 B', false],
          ['Copies of catalogs', '4 B', false],
        ],
      );
      assert.deepEqual([forgotten, messages.shown, existsSync(conversation('one'))], [[], [], true]);
    });

    it('deletes nothing without a yes', async () => {
      await run(await services());
      assert.deepEqual(messages.shown, ['Delete what OpenELM keeps of this?']);
      assert.ok(existsSync(conversation('one')));
      assert.deepEqual(forgotten, []);
    });

    it('deletes what is about the work and nothing else', async () => {
      messages.answers.push(YES);
      const given = await services();
      await run(given);
      assert.equal(messages.shown.at(-1), `OpenELM: Deleted: ${WORK.join(', ')}.`);
      assert.deepEqual(
        [conversation('one'), conversation('two'), read('one'), read('two'), ledger.folder].map((file) =>
          existsSync(file),
        ),
        [false, false, false, false, false],
      );
      assert.deepEqual(forgotten, ['conversations', 'reading', 'memory']);
      const others = at('workspaceStorage', 'two', 'other.extension', 'conversations', 'c1.jsonl');
      const kept = [model(), `${part()}.part`, path.join(globalFolder(), 'engine-owner'), others];
      assert.ok(kept.every((file) => existsSync(file)));
      assert.deepEqual(await given.tokens.hosts(), ['hub.example']);
      assert.equal(given.licences.all().length, 1);
      assert.equal(given.badBackends.read().length, 1);
    });

    it('deletes all the rest where it is chosen too, and never a model', async () => {
      messages.answers.push(YES);
      choose = everything;
      const given = await services();
      await run(given);
      assert.deepEqual(await given.tokens.hosts(), []);
      assert.deepEqual(
        [given.licences.all(), given.badBackends.read(), given.calibrations.count, given.use.count],
        [[], [], 0, 0],
      );
      assert.deepEqual(
        [`${part()}.part`, `${part()}.part.json`, given.catalogsFolder].map((file) => existsSync(file)),
        [false, false, false],
      );
      assert.ok(existsSync(model()));
      assert.deepEqual(state.get('openelm.models.added'), ['/models/a.gguf']);
      choose = undefined;
      await run(given);
      assert.equal(listed.filter(({ kind }) => kind === undefined).length, 3);
    });

    it('says which folder could not be removed, and removes all others', async () => {
      // No folder stands there: what a person or another program has put in its place stays.
      const inPlace = at('workspaceStorage', 'three', EXTENSION, 'conversations');
      write(inPlace);
      const lock = await DownloadLock.take(part());
      messages.answers.push(YES);
      choose = everything;
      await run(await services());
      await lock.release();
      const said = messages.shown.at(-1) ?? '';
      assert.ok(said.startsWith(`OpenELM: Could not be deleted: ${inPlace} (ENOTDIR), ${part()} (`), said);
      assert.match(said, / Deleted: Conversations of this window’s chat, What was read of the last files, /u);
      assert.equal(warned.length, 2);
      assert.deepEqual(
        [conversation('one'), conversation('two'), ledger.folder, inPlace, `${part()}.part`].map((file) =>
          existsSync(file),
        ),
        [false, false, false, true, true],
      );
    });
  });

  describe('of this window', () => {
    let panels: vscode.WebviewPanel[];
    beforeEach(() => {
      panels = [];
      Object.assign(vscode.window, {
        createWebviewPanel: (...given: Parameters<typeof originals.panel>) => {
          const panel = originals.panel(...given);
          panels.push(panel);
          return panel;
        },
      });
    });
    afterEach(async () => {
      for (const panel of panels) {
        panel.dispose();
      }
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('empties the pages that are open, and the next suggestion comes as before', async () => {
      const code = 'export function multiply(first: number, second: number): number {\n  ';
      const open = async (): Promise<string> =>
        suggestAndTake(await vscode.workspace.openTextDocument({ language: 'typescript', content: code }));
      await open();
      await vscode.commands.executeCommand('openelm.why');
      assert.match(panels.at(-1)?.webview.html ?? '', /multiply/u);
      await vscode.commands.executeCommand('openelm.showLedger');
      const ledgerPage = (): string => panels.at(-1)?.webview.html ?? '';
      const folder = /<code dir="ltr">(.*?)<\/code>/u.exec(ledgerPage())?.[1] ?? '';
      assert.ok(existsSync(folder));
      messages.answers.push(YES);
      choose = (items) => items.filter(({ label }) => label !== WORK[1]);
      await vscode.commands.executeCommand('openelm.clearLocalData');
      assert.match(messages.shown.at(-1) ?? '', /^OpenELM: Deleted: /u);
      assert.doesNotMatch(panels[0]?.webview.html ?? '', /multiply/u);
      assert.equal(existsSync(folder), false);
      while (!ledgerPage().includes('Nothing was counted yet')) {
        await vscode.commands.executeCommand('openelm.showLedger');
      }
      await vscode.commands.executeCommand('openelm.openChat');
      assert.notEqual(await open(), '');
    });
  });
});
