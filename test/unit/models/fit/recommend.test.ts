import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mergeCatalogs, type MergedCatalog } from '../../../../src/models/catalog/mergeCatalogs.ts';
import { parseCatalog } from '../../../../src/models/catalog/parseCatalog.ts';
import { type Calibration } from '../../../../src/models/fit/expectedSpeed.ts';
import { listOffers } from '../../../../src/models/fit/offers.ts';
import { recommend } from '../../../../src/models/fit/recommend.ts';
import { type ModelUse } from '../../../../src/models/fit/memoryNeed.ts';
import { catalogOf } from '../../../support/listedModel.ts';
import { sampleLicence, sampleModel } from '../../../support/sampleCatalog.ts';

const FILE = path.join(import.meta.dirname, '..', '..', '..', '..', 'models', 'catalog.json');
const builtIn = mergeCatalogs(parseCatalog(readFileSync(FILE, 'utf8'), 'built-in'), []);
const GB = 1024 ** 3;

/** Two old cores; a laptop; a large GPU. */
const NO_OVERHEAD = { writtenTokenSeconds: 0, promptTokenSeconds: 0 };
const SLOW: Calibration = { bandwidthBytesPerSecond: 4e9, computeFlops: 40e9, ...NO_OVERHEAD };
const LAPTOP: Calibration = { bandwidthBytesPerSecond: 50e9, computeFlops: 2e12, ...NO_OVERHEAD };
const GPU: Calibration = { bandwidthBytesPerSecond: 900e9, computeFlops: 100e12, ...NO_OVERHEAD };

function recommended(
  use: ModelUse,
  {
    memory = 16,
    free = memory / 2,
    calibration,
  }: { memory?: number; free?: number; calibration?: Calibration },
  catalog: MergedCatalog = builtIn,
): string {
  const machine = { memory: { total: memory * GB, free: free * GB } };
  const offers = listOffers(catalog, { use, machine, ...(calibration === undefined ? {} : { calibration }) });
  const found = recommend(offers, use);
  return found === undefined ? 'nothing' : `${found.offer.model.id} ${found.reason}`;
}

describe('recommend', () => {
  it('takes the largest model that is quick enough', () => {
    assert.equal(recommended('completion', { calibration: LAPTOP }), 'qwen2.5-coder-1.5b largestFastEnough');
    assert.equal(recommended('chat', { calibration: GPU }), 'phi-3-mini-4k-instruct largestFastEnough');
  });

  it('takes a smaller one on a slow machine', () => {
    const offers = { calibration: { bandwidthBytesPerSecond: 20e9, computeFlops: 400e9, ...NO_OVERHEAD } };
    assert.equal(recommended('completion', offers), 'qwen2.5-coder-0.5b largestFastEnough');
  });

  it('takes the fastest where none is quick enough, and says so', () => {
    assert.equal(recommended('completion', { calibration: SLOW }), 'qwen2.5-coder-0.5b fastest');
  });

  it('takes the smallest before the machine was measured', () => {
    assert.equal(recommended('chat', {}), 'smollm2-135m-instruct smallest');
  });

  it('takes what fits when other programs make room, where nothing fits now', () => {
    assert.match(recommended('chat', { memory: 4, free: 0.05, calibration: GPU }), /largestFastEnough$/u);
  });

  it('takes nothing where nothing fits', () => {
    assert.equal(recommended('completion', { memory: 0.25, calibration: GPU }), 'nothing');
  });

  it('never takes a model that can’t see what follows for completion, nor one that chats poorly for chat', () => {
    const plain = sampleModel({ suits: { completion: 'plain', chat: 'poorly' } });
    assert.equal(recommended('completion', { calibration: GPU }, catalogOf([plain])), 'nothing');
    assert.equal(recommended('chat', { calibration: GPU }, catalogOf([plain])), 'nothing');
  });

  it('never takes a model for research alone', () => {
    const catalog = catalogOf([sampleModel()], { licences: [sampleLicence({ researchOnly: true })] });
    assert.equal(recommended('completion', { calibration: GPU }, catalog), 'nothing');
  });
});
