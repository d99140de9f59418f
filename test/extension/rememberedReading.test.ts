import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type KeepReadingParams } from '../../src/engine/protocol.ts';
import { Exclusions } from '../../src/provider/exclusions.ts';
import { RememberedReading } from '../../src/workbench/rememberedReading.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { MemoryState } from '../support/memoryState.ts';
import { until } from './until.ts';

type Engine = Parameters<RememberedReading['attach']>[0];

describe('what is kept of what was read', () => {
  const setting = vscode.workspace.getConfiguration('openelm.completion');
  const hidden = new vscode.EventEmitter<void>();
  const asked = new vscode.EventEmitter<string>();
  let storage: string;
  let secrets: MemorySecrets;
  let workspaceState: MemoryState;
  let exclusions: Exclusions;
  let requests: [string, unknown][];
  let reading: RememberedReading;
  const isHiddenByGit = new Set<string>();

  const create = (storageUri: vscode.Uri | undefined = vscode.Uri.file(storage)): RememberedReading =>
    new RememberedReading(
      { storageUri, secrets, workspaceState } as unknown as vscode.ExtensionContext,
      {
        hiddenBy: async (uri) => (isHiddenByGit.has(uri.path) ? 'gitignored' : exclusions.hiddenBy(uri)),
        onDidChange: hidden.event,
      },
      { warn: (message: string) => assert.fail(message) },
    );
  const engine = {
    request: (method: string, params: unknown) => {
      requests.push([method, params]);
      asked.fire(method);
      return Promise.resolve(null);
    },
  } as Engine;
  const told = async (one: RememberedReading): Promise<KeepReadingParams> => {
    requests = [];
    one.attach(engine);
    await until(asked.event, () => requests.some(([method]) => method === 'reading/keep'));
    return requests.at(-1)?.[1] as KeepReadingParams;
  };
  const ofWorkspace = (name: string): vscode.Uri => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder !== undefined);
    return vscode.Uri.joinPath(folder.uri, name);
  };
  const fill = (): string => {
    const file = path.join(storage, 'reading', 'a.kv');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'text');
    return file;
  };

  beforeEach(() => {
    storage = mkdtempSync(path.join(os.tmpdir(), 'openelm-reading-'));
    secrets = new MemorySecrets();
    workspaceState = new MemoryState();
    exclusions = new Exclusions(() => true);
    requests = [];
    isHiddenByGit.clear();
    reading = create();
  });
  afterEach(async () => {
    reading.dispose();
    exclusions.dispose();
    await setting.update('rememberFiles', undefined, vscode.ConfigurationTarget.Global);
    rmSync(storage, { recursive: true });
  });

  it('is that of files of the workspace which nothing hides', async () => {
    isHiddenByGit.add(ofWorkspace('built.js').path);
    const verdicts = await Promise.all(
      [
        ofWorkspace('a.ts'),
        ofWorkspace('.env'),
        ofWorkspace('built.js'),
        vscode.Uri.file(path.join(storage, 'elsewhere.ts')),
        vscode.Uri.parse('untitled:Untitled-1'),
        vscode.Uri.parse('vscode-scm:git/scm0/input'),
      ].map((uri) => reading.keeps(uri.toString())),
    );
    assert.deepEqual(verdicts, [true, false, false, false, false, false]);
  });

  it('goes into the workspace’s storage, sealed with a key that stays the same', async () => {
    const { folder, key, budgetBytes } = await told(reading);
    assert.equal(folder, path.join(storage, 'reading'));
    assert.equal(Buffer.from(key, 'base64').length, 32);
    assert.equal(budgetBytes, 64 * 1024 ** 2);
    const again = create();
    assert.equal((await told(again)).key, key);
    again.dispose();
  });

  it('is nothing in a window without a workspace', async () => {
    const without = new RememberedReading(
      { storageUri: undefined, secrets, workspaceState } as unknown as vscode.ExtensionContext,
      { hiddenBy: () => Promise.resolve(undefined), onDidChange: hidden.event },
      { warn: () => undefined },
    );
    without.attach(engine);
    assert.equal(await without.keeps(ofWorkspace('a.ts').toString()), false);
    assert.deepEqual([requests, secrets.kept.size], [[], 0]);
    without.dispose();
  });

  it('is removed when it is switched off, and nothing is kept from then on', async () => {
    await told(reading);
    const file = fill();
    const document = ofWorkspace('a.ts').toString();
    assert.equal(await reading.keeps(document), true);
    const forgot = until(asked.event, () => requests.at(-1)?.[0] === 'reading/forget');
    await setting.update('rememberFiles', false, vscode.ConfigurationTarget.Global);
    await forgot;
    await reading.forget();
    assert.equal(existsSync(file), false);
    assert.equal(await reading.keeps(document), false);
  });

  it('is removed when other files are hidden, also by what was changed while the window was closed', async () => {
    await told(reading);
    const forgot = until(asked.event, () => requests.at(-1)?.[0] === 'reading/forget');
    hidden.fire();
    await forgot;
    await reading.forget();
    const file = fill();
    const same = create();
    await told(same);
    assert.equal(existsSync(file), true);
    same.dispose();
    await workspaceState.update('openelm.readingRules', 'others');
    const next = create();
    await told(next);
    assert.equal(existsSync(file), false);
    next.dispose();
  });

  it('is removed when a rule of git was written while the window was closed', async () => {
    const rules = ofWorkspace('hidden/.gitignore');
    await told(reading);
    const file = fill();
    await vscode.workspace.fs.writeFile(rules, Buffer.from('*.key\n'));
    try {
      const next = create();
      await told(next);
      next.dispose();
      assert.equal(existsSync(file), false);
      const again = fill();
      const same = create();
      await told(same);
      same.dispose();
      assert.equal(existsSync(again), true);
    } finally {
      await vscode.workspace.fs.delete(ofWorkspace('hidden'), { recursive: true });
    }
  });
});
