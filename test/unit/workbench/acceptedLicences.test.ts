import assert from 'node:assert/strict';
import { AcceptedLicences } from '../../../src/workbench/acceptedLicences.ts';
import { type CatalogLicence } from '../../../src/models/catalog/catalogSchema.ts';
import { MemoryState } from '../../support/memoryState.ts';

const licence: CatalogLicence = {
  id: 'acme',
  name: 'Acme License',
  version: '1',
  address: 'https://example.com/licence',
  researchOnly: false,
  acceptFirst: true,
  cites: [],
};
const at = new Date('2026-01-02T03:04:05Z');

describe('the accepted licences', () => {
  it('are kept with their date, over a restart', async () => {
    const state = new MemoryState();
    await new AcceptedLicences(state).accept(licence, at);
    assert.equal(new AcceptedLicences(state).find(licence)?.date, '2026-01-02T03:04:05.000Z');
  });

  it('do not hold for another version, nor for a text at another address', async () => {
    const accepted = new AcceptedLicences(new MemoryState());
    await accepted.accept(licence, at);
    assert.equal(accepted.find({ ...licence, version: '2' }), undefined);
    assert.equal(accepted.find({ ...licence, address: 'https://example.com/other' }), undefined);
  });

  it('are kept once each', async () => {
    const accepted = new AcceptedLicences(new MemoryState());
    await accepted.accept(licence, at);
    await accepted.accept(licence, at);
    await accepted.accept({ ...licence, version: '2' }, at);
    assert.deepEqual(
      accepted.all().map(({ version }) => version),
      ['1', '2'],
    );
  });

  it('can be withdrawn, in all versions', async () => {
    const accepted = new AcceptedLicences(new MemoryState());
    await accepted.accept(licence, at);
    await accepted.accept({ ...licence, version: '2' }, at);
    await accepted.withdraw('acme');
    assert.deepEqual(accepted.all(), []);
  });

  it('ignore what another version of the extension may have written', async () => {
    const state = new MemoryState();
    await state.update('acceptedLicences', [null, { id: 'acme' }, 'acme']);
    assert.equal(new AcceptedLicences(state).find(licence), undefined);
  });
});
