import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { listOffers, type Offer } from '../../src/models/fit/offers.ts';
import { recommend } from '../../src/models/fit/recommend.ts';
import { describeCatalogError } from '../../src/workbench/describeCatalogError.ts';
import {
  describeBytes,
  describeFit,
  describeRecommendation,
  describeSpeed,
  describeSuits,
  describeUnverified,
} from '../../src/workbench/describeOffer.ts';
import { loadModelCatalog } from '../../src/workbench/modelCatalog.ts';

const GB = 1e9;
const machine = { memory: { total: 16 * GB, free: 8 * GB } };

function extensionPath(): string {
  const extension = vscode.extensions.getExtension('openelm.openelm');
  assert.ok(extension);
  return extension.extensionPath;
}

describe('what is said of a model before it is fetched', () => {
  let offers: readonly Offer[];
  before(async () => {
    const { catalog } = await loadModelCatalog(extensionPath());
    offers = listOffers(catalog, { use: 'completion', machine });
  });

  function offerOf(id: string): Offer {
    const found = offers.find(({ model }) => model.id === id);
    assert.ok(found, id);
    return found;
  }

  it('is what it is good for, honestly', () => {
    assert.deepEqual(describeSuits(offerOf('openelm-270m-instruct').model), [
      'completes what is before the cursor, blind to what follows',
      'chats poorly',
    ]);
  });

  it('is whether it fits, with the memory it needs and what is there', () => {
    assert.match(
      describeFit(offerOf('openelm-270m').verdict),
      /^Fits: needs \d+ MB of memory, 8\.0 GB are free\.$/u,
    );
    const pool = { total: 4 * GB, free: GB };
    assert.equal(
      describeFit({ fit: 'tooLarge', limitedBy: 'device', needed: 6 * GB, pool }),
      'Too large for the GPU: needs 6.0 GB of its 4.0 GB.',
    );
  });

  it('is what could not be verified of it', () => {
    assert.deepEqual(describeUnverified(offerOf('qwen2.5-coder-0.5b')), []);
    assert.deepEqual(describeUnverified(offerOf('openelm-450m')), [
      'Checksum: from the hub.',
      'Size: rounded.',
      'Revision: the newest.',
      'Licence: not verified.',
    ]);
  });

  it('is how fast it will be, in two digits', () => {
    assert.equal(
      describeSpeed({ decode: 123.4, prefill: 5678 }),
      'about 120 tokens per second, 5700 while reading',
    );
  });

  it('is why it is recommended', () => {
    const found = recommend(offers, 'completion');
    assert.ok(found);
    assert.equal(
      describeRecommendation(found),
      'Qwen2.5-Coder 0.5B: the smallest made for it. Speed here: not measured.',
    );
  });

  it('is its size, as a person reads it', () => {
    assert.deepEqual([describeBytes(289e6), describeBytes(1.646e9)], ['289 MB', '1.6 GB']);
  });

  it('comes from the catalogs of the settings, too, and tells which of them can’t be used', async () => {
    const configuration = vscode.workspace.getConfiguration('openelm');
    await configuration.update('models.catalogs', ['ours.json'], vscode.ConfigurationTarget.Global);
    try {
      const { catalog, problems } = await loadModelCatalog(extensionPath());
      assert.ok(catalog.models.length > 0);
      assert.deepEqual(problems.map(describeCatalogError), [
        'The catalog “ours.json” is neither an absolute path nor an https address. Correct the setting openelm.models.catalogs.',
      ]);
    } finally {
      await configuration.update('models.catalogs', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
