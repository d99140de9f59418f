import assert from 'node:assert/strict';
import { CatalogError } from '../../../../src/models/catalog/catalogError.ts';
import { mergeCatalogs } from '../../../../src/models/catalog/mergeCatalogs.ts';
import { parseCatalog } from '../../../../src/models/catalog/parseCatalog.ts';
import { sampleArtefact, sampleCatalog, sampleLicence, sampleModel } from '../../../support/sampleCatalog.ts';

const builtIn = parseCatalog(
  sampleCatalog({
    hub: 'https://hub.example.com',
    models: [sampleModel(), sampleModel({ id: 'small', name: 'Small' })],
  }),
  'built-in',
);

const other = (change: object): Parameters<typeof mergeCatalogs>[1][number] => ({
  catalog: parseCatalog(sampleCatalog({ licences: [], models: [], ...change }), 'other.json'),
  origin: 'other.json',
});

describe('mergeCatalogs', () => {
  it('puts a later model of the same id into the place of the earlier one', () => {
    const { models } = mergeCatalogs(builtIn, [other({ models: [sampleModel({ name: 'Tiny of ours' })] })]);
    assert.deepEqual(
      models.map(({ name, origin }) => [name, origin]),
      [
        ['Tiny of ours', 'other.json'],
        ['Small', undefined],
      ],
    );
  });

  it('adds models under licences that only the built-in catalog describes', () => {
    const { models } = mergeCatalogs(builtIn, [other({ models: [sampleModel({ id: 'new' })] })]);
    assert.deepEqual(
      models.map(({ id }) => id),
      ['tiny', 'small', 'new'],
    );
  });

  it('lets no later catalog make a licence lighter', () => {
    const lighter = sampleLicence({ acceptFirst: false, summary: 'Anything goes.' });
    const { licences } = mergeCatalogs(builtIn, [other({ licences: [lighter] })]);
    assert.equal(licences.get('acme')?.acceptFirst, true);
    assert.equal(licences.get('acme')?.summary, undefined);
  });

  it('keeps the hub of each model’s own catalog, or the built-in one’s', () => {
    const { models } = mergeCatalogs(builtIn, [
      other({ hub: 'https://models.acme.com', models: [sampleModel({ id: 'theirs' })] }),
      other({ models: [sampleModel({ id: 'ours' })] }),
    ]);
    const hubs = Object.fromEntries(models.map(({ id, hub }) => [id, hub]));
    assert.equal(hubs['theirs'], 'https://models.acme.com');
    assert.equal(hubs['ours'], 'https://hub.example.com');
  });

  for (const [what, change, field] of [
    ['a licence', { artefacts: [sampleArtefact({ licence: 'unheard-of' })] }, 'artefacts.0.licence'],
    [
      'a later licence',
      { artefacts: [sampleArtefact({ laterLicence: 'unheard-of' })] },
      'artefacts.0.laterLicence',
    ],
    ['a notice', { notice: 'unheard-of' }, 'notice'],
  ] as const) {
    it(`refuses a model that names ${what} nobody describes`, () => {
      assert.throws(
        () => mergeCatalogs(builtIn, [other({ models: [sampleModel({ id: 'new', ...change })] })]),
        (error) =>
          error instanceof CatalogError &&
          error.code === 'unknownReference' &&
          error.detail['entry'] === 'new' &&
          error.detail['field'] === field,
      );
    });
  }
});
