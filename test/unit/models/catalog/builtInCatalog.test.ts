import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CatalogModel } from '../../../../src/models/catalog/catalogSchema.ts';
import { downloadAddress } from '../../../../src/models/catalog/downloadAddress.ts';
import { mergeCatalogs } from '../../../../src/models/catalog/mergeCatalogs.ts';
import { parseCatalog } from '../../../../src/models/catalog/parseCatalog.ts';
import { bytesOf, sizesOf } from '../../../../src/models/fit/sizesOf.ts';

const FILE = path.join(import.meta.dirname, '..', '..', '..', '..', 'models', 'catalog.json');

/** Bits a weight of each quantisation, as llama.cpp mixes them; a small model’s embedding table moves them. */
const BITS: Readonly<Record<string, number>> = {
  Q2_K: 3.35,
  Q3_K_S: 3.5,
  Q3_K_M: 3.9,
  Q3_K_L: 4.3,
  IQ3_XS: 3.3,
  IQ3_S: 3.5,
  IQ3_M: 3.7,
  IQ4_XS: 4.4,
  Q4_0: 4.6,
  Q4_1: 5.1,
  Q4_K_S: 4.6,
  Q4_K_M: 4.85,
  Q5_1: 6,
  Q5_K_S: 5.5,
  Q5_K_M: 5.7,
  Q6_K: 6.6,
  Q8_0: 8.5,
  F16: 16,
  BF16: 16,
  F32: 32,
};

/** Weights of OpenELM by its layers (embeddings shared with the output, norms of queries and keys). */
function openElmParameters(model: CatalogModel): number {
  const sizes = sizesOf(model);
  assert.ok(sizes);
  const { embeddingLength: width, keyLength: head, layers, vocabularySize } = sizes;
  const perLayer = layers.map(
    ({ queryHeads, keyValueHeads, feedForward }) =>
      width * (queryHeads + 2 * keyValueHeads) * head +
      queryHeads * head * width +
      3 * width * feedForward +
      2 * width +
      2 * head,
  );
  return perLayer.reduce((sum, weights) => sum + weights, vocabularySize * width + width);
}

/** Weights of a model of equal layers, without what single architectures add (biases, norms, a table for the output). */
function uniformParameters(model: CatalogModel): number {
  const sizes = sizesOf(model);
  const [layer] = sizes?.layers ?? [];
  assert.ok(sizes && layer);
  const { embeddingLength: width, keyLength: head, layers, vocabularySize } = sizes;
  const attention = 2 * width * layer.queryHeads * head + 2 * width * layer.keyValueHeads * head;
  return vocabularySize * width + layers.length * (attention + 3 * width * layer.feedForward);
}

describe('the built-in catalog', () => {
  const catalog = parseCatalog(readFileSync(FILE, 'utf8'), 'built-in');
  const merged = mergeCatalogs(catalog, []);
  const openElm = merged.models.filter(({ family }) => family === 'openelm');
  const others = merged.models.filter(({ family }) => family === 'other');

  it('has the eight OpenELM models', () => {
    const sizes = ['270m', '450m', '1.1b', '3b'];
    assert.deepEqual(
      openElm.map(({ id }) => id),
      sizes.flatMap((size) => [`openelm-${size}`, `openelm-${size}-instruct`]),
    );
  });

  for (const model of openElm) {
    it(`gives ${model.name} as many parameters as its layer-wise scaling has`, () => {
      assert.equal(openElmParameters(model), model.parameters);
    });

    it(`has ${model.name} under both of Apple’s licences, to be converted here`, () => {
      const official = model.artefacts.filter(({ format }) => format === 'safetensors');
      assert.deepEqual(
        official.map(({ licence }) => licence),
        ['apple-ascl', 'apple-amlr'],
      );
      assert.ok(official.every(({ repository }) => repository?.startsWith('apple/OpenELM-')));
      // A licence of 2024 is tied to a commit of 2024.
      assert.match(official[0]?.revision ?? '', /^[0-9a-f]{40}$/u);
    });

    it(`warns before ${model.name} as its publisher does, and does not praise its chat`, () => {
      assert.equal(model.notice, 'openelm-safety');
      assert.notEqual(model.suits.chat, 'yes');
      assert.equal(model.suits.completion, 'plain');
    });

    it(`has the published scores of ${model.name} with their shots`, () => {
      const named = model.accuracy?.scores.map(({ task, shots }) => `${task} ${shots ?? ''}`.trim());
      assert.ok(['ARC-C 25', 'HellaSwag 10', 'MMLU 5'].every((name) => named?.includes(name)));
      assert.equal(model.accuracy?.comparable, true);
    });
  }

  for (const model of others) {
    it(`gives ${model.name} as many parameters as its layers have`, () => {
      const tied = uniformParameters(model);
      const table = (model.shape?.vocabularySize ?? 0) * (model.shape?.width ?? 0);
      const closest = [tied, tied + table].map((counted) => Math.abs(counted / model.parameters - 1));
      assert.ok(Math.min(...closest) < 0.001, `${tied} or ${tied + table}, not ${model.parameters}`);
    });

    it(`has ${model.name} pinned, with its exact size and checksum, under terms that allow any use`, () => {
      for (const { revision, licence, files } of model.artefacts) {
        assert.ok(revision);
        assert.ok(files.every(({ bytes, sha256 }) => bytes !== undefined && sha256 !== undefined));
        assert.equal(merged.licences.get(licence)?.researchOnly, false);
      }
    });
  }

  for (const model of merged.models) {
    it(`says from where it has what it says of ${model.name}`, () => {
      const cited = [model.cites, ...model.artefacts.map(({ cites }) => cites)];
      assert.ok(cited.every((cites) => cites.length > 0));
      assert.ok(model.accuracy === undefined || model.accuracy.cites.length > 0);
    });

    it(`has files of ${model.name} that are as large as their quantisation makes them`, () => {
      for (const { format, files } of model.artefacts) {
        const whole = files.reduce((sum, file) => sum + bytesOf(file), 0);
        for (const file of files) {
          const bits = ((format === 'safetensors' ? whole : bytesOf(file)) * 8) / model.parameters;
          const ratio = bits / (BITS[file.quantisation] ?? NaN);
          // Qwen’s own 0.5B keeps what K-quants can’t hold in more bits, and the output table besides.
          assert.ok(ratio > 0.85 && ratio < 1.7, `${file.name}: ${bits.toFixed(2)} bits a weight`);
        }
      }
    });

    it(`has files of ${model.name} with names and addresses of their own`, () => {
      const addresses = model.artefacts.flatMap((artefact) =>
        artefact.files.map(({ name }) => downloadAddress(model, artefact, name)),
      );
      assert.equal(new Set(addresses).size, addresses.length);
      assert.ok(addresses.every((address) => /^https:\/\/huggingface\.co\/[^?#\s]+$/u.test(address)));
    });
  }

  it('has models for completion with fill-in-the-middle and for chat, none of them OpenELM', () => {
    const filling = others.filter(({ suits }) => suits.completion === 'fillInTheMiddle');
    const chatting = others.filter(({ suits }) => suits.chat === 'yes');
    assert.ok(filling.length >= 2 && chatting.length >= 4);
    const published = others.map(({ publisher }) => publisher);
    assert.ok(['Microsoft', 'Allen Institute for AI'].every((publisher) => published.includes(publisher)));
  });

  it('asks for consent before every file of Apple’s, and tells the two licences apart', () => {
    const [older, newer] = ['apple-ascl', 'apple-amlr'].map((id) => merged.licences.get(id));
    assert.deepEqual([older?.acceptFirst, newer?.acceptFirst], [true, true]);
    assert.deepEqual([older?.researchOnly, newer?.researchOnly], [false, true]);
  });

  it('uses every source, licence and notice that it describes', () => {
    const text = JSON.stringify(catalog.models) + JSON.stringify([catalog.licences, catalog.notices]);
    for (const id of Object.keys(catalog.sources)) {
      assert.ok(text.includes(`"${id}"`), id);
    }
    const used = new Set(catalog.models.flatMap(({ artefacts }) => artefacts.map(({ licence }) => licence)));
    assert.deepEqual([...used].sort(), catalog.licences.map(({ id }) => id).sort());
  });
});
