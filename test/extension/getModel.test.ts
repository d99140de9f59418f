import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { AccessTokens } from '../../src/workbench/accessTokens.ts';
import { AcceptedLicences } from '../../src/workbench/acceptedLicences.ts';
import { type Calibration } from '../../src/models/fit/expectedSpeed.ts';
import { type Machine } from '../../src/models/fit/fitOf.ts';
import { getModel, type GotModel } from '../../src/workbench/models/getModel.ts';
import { RunningDownloads } from '../../src/workbench/runningDownloads.ts';
import { FakeHub } from '../support/fakeHub.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { MemoryState } from '../support/memoryState.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { sampleArtefact, sampleCatalog, sampleFile, sampleModel } from '../support/sampleCatalog.ts';
import { Messages } from './assist/messages.ts';

const CONTENT = miniatureOpenElm().bytes();

/** What stands in a list that is shown; a word of the entry that a test picks. */
interface Shown {
  readonly title: string | undefined;
  readonly labels: readonly string[];
  readonly details: readonly (string | undefined)[];
}

describe('getting a model of a catalog', () => {
  const original = vscode.window.showQuickPick;
  const log = vscode.window.createOutputChannel('get model test', { log: true });
  const downloads = new RunningDownloads();
  let hub: FakeHub;
  let folder: string;
  let messages: Messages;
  let lists: Shown[];
  let picks: string[];
  let licences: AcceptedLicences;
  let calibration: Calibration | undefined;
  let machine: Machine;
  beforeEach(async () => {
    hub = await FakeHub.start(CONTENT);
    folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-get-'));
    licences = new AcceptedLicences(new MemoryState());
    messages = new Messages();
    messages.install();
    lists = [];
    calibration = undefined;
    machine = { memory: { total: 64e9, free: 48e9 } };
    Object.assign(vscode.window, {
      showQuickPick: (items: readonly vscode.QuickPickItem[], { title }: vscode.QuickPickOptions) => {
        lists.push({
          title,
          labels: items.map(({ label }) => label),
          details: items.map(({ detail }) => detail),
        });
        const word = picks.shift();
        const matches = items.filter(({ label }) => word !== undefined && label.includes(word));
        return Promise.resolve(matches.at(-1));
      },
    });
    await set('models.hub', new URL(hub.address).origin);
  });
  afterEach(async () => {
    messages.restore();
    Object.assign(vscode.window, { showQuickPick: original });
    await set('models.hub', undefined);
    await set('models.catalogs', undefined);
    await hub.close();
    rmSync(folder, { recursive: true });
  });
  after(() => {
    downloads.dispose();
    log.dispose();
  });

  const set = async (key: string, value: unknown): Promise<void> => {
    await vscode.workspace.getConfiguration('openelm').update(key, value, vscode.ConfigurationTarget.Global);
  };
  /** A catalog of the user's with the file that the hub serves. */
  const tinyCatalog = (file: object = {}): string => {
    const files = [{ ...sampleFile, name: 'model.gguf', ...file }];
    const artefacts = [sampleArtefact({ repository: 'owner/model', files })];
    return sampleCatalog({ models: [sampleModel({ artefacts })] });
  };
  const offerTiny = async (file: object = {}): Promise<void> => {
    const catalog = path.join(folder, 'ours.json');
    writeFileSync(catalog, tinyCatalog(file));
    await set('models.catalogs', [catalog]);
    picks = ['Tiny', 'Q8_0'];
  };
  const get = (): Promise<GotModel | undefined> =>
    getModel({
      extensionPath: vscode.extensions.getExtension('openelm.openelm')?.extensionPath ?? '',
      folder: path.join(folder, 'models'),
      licences,
      copiesFolder: path.join(folder, 'catalogs'),
      fetch: { log, downloads, tokens: new AccessTokens(new MemorySecrets()) },
      calibrate: () => Promise.resolve(calibration),
      machine: () => machine,
    });
  const target = (): string => path.join(folder, 'models', 'model.gguf');

  it('shows all eight sizes of OpenELM, what is recommended first, and contacts nobody for it', async () => {
    picks = [];
    assert.equal(await get(), undefined);
    const [{ title, labels } = { title: '', labels: [] }] = lists;
    assert.equal(title, 'Get a Model');
    assert.match(labels[1] ?? '', /^\$\(star-full\) For completions$/u);
    for (const size of ['270M', '450M', '1.1B', '3B']) {
      for (const name of [`OpenELM ${size}`, `OpenELM ${size} Instruct`]) {
        assert.ok(
          labels.some((label) => label.replace(/^\$\([\w-]+\) /u, '') === name),
          name,
        );
      }
    }
    assert.deepEqual(hub.asked, []);
  });

  it('shows the licence before anything is contacted, once, and asks what the model is for', async () => {
    await offerTiny();
    messages.answers.push('Accept', 'Use for Completions');
    assert.deepEqual(await get(), { file: target(), use: 'completion' });
    assert.match(messages.shown[0] ?? '', /^Tiny is under the Acme License \(1\)\.$/u);
    assert.ok(readFileSync(target()).equals(CONTENT));
    rmSync(target());
    await offerTiny();
    await get();
    assert.equal(messages.shown.filter((message) => message.includes('Acme License')).length, 1);
  });

  it('says how fast a file would run here once that was measured, and recommends by it', async () => {
    await offerTiny();
    calibration = {
      bandwidthBytesPerSecond: 20e9,
      computeFlops: 1e12,
      writtenTokenSeconds: 0,
      promptTokenSeconds: 0,
    };
    assert.equal(await get(), undefined);
    const [models, files] = lists;
    assert.match(models?.details[1] ?? '', /the largest that is quick enough on this machine/u);
    assert.match(files?.details[0] ?? '', /Speed here: about [\d.]+ tokens per second/u);
  });

  it('says what is too large for the GPU, however much memory the machine has', async () => {
    machine = { ...machine, device: { total: 1e8, free: 8e7 } };
    picks = ['OpenELM 270M', 'never'];
    assert.equal(await get(), undefined);
    const [, files] = lists;
    assert.equal(files?.title, 'Which File of OpenELM 270M Instruct?');
    assert.ok(files.details.length > 0);
    for (const detail of files.details) {
      assert.match(detail ?? '', /^Too large for the GPU: needs \d+ MB of its 100 MB\./u);
    }
  });

  it('fetches nothing without a yes', async () => {
    await offerTiny();
    assert.equal(await get(), undefined);
    assert.deepEqual([hub.asked, licences.all()], [[], []]);
  });

  it('refuses a file that is not the one of the catalog, and leaves none behind', async () => {
    await offerTiny({ sha256: '0'.repeat(64) });
    messages.answers.push('Accept');
    assert.equal(await get(), undefined);
    assert.match(messages.shown.at(-1) ?? '', /its SHA-256 is|not the one|another file/u);
    assert.deepEqual(
      readdirSync(path.join(folder, 'models')).filter((name) => name.endsWith('.gguf')),
      [],
    );
  });

  it('says what the file was compared with', async () => {
    await offerTiny();
    messages.answers.push('Accept');
    await get();
    assert.match(messages.shown.at(-1) ?? '', /checksum is the one that 127\.0\.0\.1:\d+ states\.$/u);
    rmSync(target());
    await offerTiny({ sha256: hub.sha256 });
    await get();
    assert.match(messages.shown.at(-1) ?? '', /checksum is the pinned one\.$/u);
  });

  it('has the models of a catalog behind an address, and those of its copy when nobody answers', async () => {
    const address = new URL('/catalog.json', hub.address).href;
    hub.files.set('/catalog.json', tinyCatalog());
    await set('models.catalogs', [address]);
    picks = [];
    await get();
    assert.ok(lists[0]?.labels.some((label) => label.endsWith(' Tiny')));
    hub.files.set('/catalog.json', '{"schema":1}');
    await get();
    assert.ok(lists[1]?.labels.some((label) => label.endsWith(' Tiny')));
    assert.match(
      messages.shown.at(-1) ?? '',
      /^OpenELM: In the catalog .+ is wrong: .+ The copy of .+ is used\.$/u,
    );
    hub.files.delete('/catalog.json');
    await get();
    assert.ok(lists[2]?.labels.every((label) => !label.endsWith(' Tiny')));
    assert.match(messages.shown.at(-1) ?? '', /^OpenELM: There is no catalog at /u);
  });

  it('says how a model gets here of which there is no GGUF', async () => {
    picks = ['OpenELM 3B'];
    lists = [];
    // The last entry with these words is the one without a file.
    assert.equal(await get(), undefined);
    assert.match(messages.shown[0] ?? '', /no GGUF of OpenELM 3B is known/u);
  });
});
