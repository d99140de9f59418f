import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CatalogError } from '../../../../src/models/catalog/catalogError.ts';
import { loadCatalogs } from '../../../../src/models/catalog/loadCatalogs.ts';
import { parseCatalog } from '../../../../src/models/catalog/parseCatalog.ts';
import { sampleArtefact, sampleCatalog, sampleModel } from '../../../support/sampleCatalog.ts';

describe('loadCatalogs', () => {
  let folder: string;
  let builtIn: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-catalogs-'));
    builtIn = write('built-in.json', sampleCatalog({ hub: 'https://hub.example.com' }));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(name: string, text: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  }

  const withModel = (id: string, change: object = {}): string =>
    sampleCatalog({ licences: [], models: [sampleModel({ id, ...change })] });

  const ids = ({ catalog }: Awaited<ReturnType<typeof loadCatalogs>>): readonly string[] =>
    catalog.models.map(({ id }) => id);

  it('adds the models of files and of addresses', async () => {
    const asked: string[] = [];
    const loaded = await loadCatalogs(builtIn, {
      locations: [write('ours.json', withModel('ours')), 'https://acme.com/models.json'],
      read: (address) => {
        asked.push(address);
        return Promise.resolve({ catalog: parseCatalog(withModel('theirs'), address) });
      },
    });
    assert.deepEqual(ids(loaded), ['tiny', 'ours', 'theirs']);
    assert.deepEqual(asked, ['https://acme.com/models.json']);
    assert.deepEqual(loaded.problems, []);
  });

  it('leaves out what can’t be used, says why, and keeps the rest', async () => {
    const loaded = await loadCatalogs(builtIn, {
      locations: [
        write('broken.json', '{'),
        path.join(folder, 'absent.json'),
        folder,
        'relative.json',
        'http://acme.com/models.json',
        write(
          'foreign.json',
          withModel('foreign', { artefacts: [sampleArtefact({ licence: 'unheard-of' })] }),
        ),
        write('ours.json', withModel('ours')),
      ],
    });
    assert.deepEqual(ids(loaded), ['tiny', 'ours']);
    assert.deepEqual(
      loaded.problems.map(({ code }) => code),
      ['notJson', 'unreadable', 'unreadable', 'badLocation', 'badLocation', 'unknownReference'],
    );
  });

  it('says that an address is not read where nothing may be fetched', async () => {
    const { problems } = await loadCatalogs(builtIn, { locations: ['https://acme.com/models.json'] });
    assert.deepEqual(problems[0]?.detail, { catalog: 'https://acme.com/models.json', reason: 'offline' });
  });

  it('says why an address could not be read', async () => {
    const { problems } = await loadCatalogs(builtIn, {
      locations: ['https://acme.com/models.json'],
      read: () => Promise.reject(new Error('404')),
    });
    assert.deepEqual([problems[0]?.code, problems[0]?.detail['reason']], ['unreadable', '404']);
  });

  it('reads no file that is larger than any catalog', async () => {
    const { problems } = await loadCatalogs(builtIn, {
      locations: [write('huge.json', ' '.repeat(4_000_001))],
    });
    assert.equal(problems[0]?.code, 'tooLarge');
  });

  it('fails where the built-in catalog is broken', async () => {
    await assert.rejects(loadCatalogs(write('built-in.json', '[]'), { locations: [] }), CatalogError);
  });
});
