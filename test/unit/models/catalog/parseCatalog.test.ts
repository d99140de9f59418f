import assert from 'node:assert/strict';
import { CatalogError } from '../../../../src/models/catalog/catalogError.ts';
import { parseCatalog } from '../../../../src/models/catalog/parseCatalog.ts';
import { REFUSED_CATALOGS, withFile, withModel } from '../../../support/refusedCatalogs.ts';
import { sampleCatalog } from '../../../support/sampleCatalog.ts';

function errorOf(text: string): CatalogError {
  try {
    parseCatalog(text, 'acme.json');
  } catch (error) {
    assert.ok(error instanceof CatalogError);
    return error;
  }
  throw new assert.AssertionError({ message: 'was accepted' });
}

describe('parseCatalog', () => {
  it('reads what a company writes, and fills in what may be absent', () => {
    const [model] = parseCatalog(sampleCatalog(), 'acme.json').models;
    assert.deepEqual([model?.artefacts[0]?.unverified, model?.cites], [[], []]);
  });

  it('reads a file that begins with a byte order mark', () => {
    assert.equal(parseCatalog(`\uFEFF${sampleCatalog()}`, 'acme.json').name, 'Acme');
  });

  it('names the entry and the field of what is wrong', () => {
    const { code, detail } = errorOf(withFile({ sha256: 'ABC' }));
    assert.equal(code, 'invalid');
    assert.deepEqual([detail['entry'], detail['field']], ['tiny', 'artefacts.0.files.0.sha256']);
  });

  it('repeats nothing of a hostile catalog that could turn or break a line', () => {
    const { message } = errorOf(withModel({ id: 'a\u202Eb\nc', 'x\u202E\n': 1 }));
    assert.doesNotMatch(message, /[\u202E\n]/u);
  });

  for (const [what, text, code] of REFUSED_CATALOGS) {
    it(`refuses ${what}`, () => {
      assert.equal(errorOf(text).code, code);
    });
  }
});
