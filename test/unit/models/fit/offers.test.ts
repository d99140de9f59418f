import assert from 'node:assert/strict';
import { CatalogError } from '../../../../src/models/catalog/catalogError.ts';
import { listOffers, type OfferTerms } from '../../../../src/models/fit/offers.ts';
import { catalogOf } from '../../../support/listedModel.ts';
import { sampleArtefact, sampleFile, sampleModel } from '../../../support/sampleCatalog.ts';

const GB = 1024 ** 3;
const terms: OfferTerms = { use: 'completion', machine: { memory: { total: 16 * GB, free: 8 * GB } } };

describe('listOffers', () => {
  it('lists each GGUF with its address, licence, memory and fit, and no file that has to be converted', () => {
    const artefacts = [
      sampleArtefact({ files: [sampleFile, { ...sampleFile, name: 'tiny.F16.gguf', megabytes: 32 }] }),
      sampleArtefact({ format: 'safetensors', files: [{ ...sampleFile, name: 'model.safetensors' }] }),
    ];
    const offers = listOffers(catalogOf([sampleModel({ artefacts })]), terms);
    assert.deepEqual(
      offers.map(({ file, address, licence, verdict }) => [file.name, address, licence.id, verdict.fit]),
      ['tiny.Q8_0.gguf', 'tiny.F16.gguf'].map((name) => [
        name,
        `https://hub.example.com/acme/tiny/resolve/main/${name}`,
        'acme',
        'fits',
      ]),
    );
  });

  it('expects no speed before the machine was measured', () => {
    const catalog = catalogOf([sampleModel()]);
    assert.equal(listOffers(catalog, terms)[0]?.speed, undefined);
    const calibration = {
      bandwidthBytesPerSecond: 17e9,
      computeFlops: 32e9,
      writtenTokenSeconds: 0,
      promptTokenSeconds: 0,
    };
    assert.deepEqual(listOffers(catalog, { ...terms, calibration })[0]?.speed, {
      decode: 1000,
      prefill: 1000,
    });
  });

  it('brings the warning of the publisher', () => {
    const notice = { id: 'careful', address: 'https://example.com/safety', text: 'Be careful.' };
    const catalog = catalogOf([sampleModel({ notice: 'careful' })], { notices: [notice] });
    assert.equal(listOffers(catalog, terms)[0]?.notice?.text, 'Be careful.');
  });

  it('goes to the mirror, and refuses one that is none', () => {
    const catalog = catalogOf([sampleModel()]);
    const [offer] = listOffers(catalog, { ...terms, mirror: 'https://mirror.example.com' });
    assert.match(offer?.address ?? '', /^https:\/\/mirror\.example\.com\/acme\/tiny\//u);
    assert.throws(() => listOffers(catalog, { ...terms, mirror: 'mirror' }), CatalogError);
  });
});
