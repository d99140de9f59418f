import assert from 'node:assert/strict';
import { CatalogError, type CatalogErrorCode } from '../../../../src/models/catalog/catalogError.ts';
import { MAX_CATALOG_BYTES, parseCatalog } from '../../../../src/models/catalog/parseCatalog.ts';
import { sampleArtefact, sampleCatalog, sampleFile, sampleLicence, sampleModel } from '../../../support/sampleCatalog.ts';

function errorOf(text: string): CatalogError {
  try {
    parseCatalog(text, 'acme.json');
  } catch (error) {
    assert.ok(error instanceof CatalogError);
    return error;
  }
  throw new assert.AssertionError({ message: 'was accepted' });
}

const withModel = (change: object): string => sampleCatalog({ models: [sampleModel(change)] });
const withArtefact = (change: object): string => withModel({ artefacts: [sampleArtefact(change)] });
const withFile = (change: object): string => withArtefact({ files: [{ ...sampleFile, ...change }] });

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

  const refused: readonly (readonly [string, string, CatalogErrorCode])[] = [
    ['what is no JSON', '{"schema":', 'notJson'],
    ['another schema', sampleCatalog({ schema: 2 }), 'otherSchema'],
    ['no schema', JSON.stringify({ name: 'Acme', models: [] }), 'invalid'],
    ['a list', '[]', 'invalid'],
    ['a field it does not know', sampleCatalog({ script: 'x' }), 'invalid'],
    ['more text than any catalog has', ' '.repeat(MAX_CATALOG_BYTES + 1), 'tooLarge'],
    ['two models of one id', sampleCatalog({ models: [sampleModel(), sampleModel()] }), 'duplicate'],
    ['two licences of one id', sampleCatalog({ licences: [sampleLicence(), sampleLicence()] }), 'duplicate'],
    ['a source that it does not describe', withModel({ cites: ['nowhere'] }), 'unknownReference'],
    ['a source by the name of a built-in property', withModel({ cites: ['constructor'] }), 'unknownReference'],
    ['an id that is a path', withModel({ id: '../tiny' }), 'invalid'],
    ['a name with hidden characters', withModel({ name: 'Tiny\u202E' }), 'invalid'],
    ['a name of a thousand characters', withModel({ name: 'a'.repeat(1000) }), 'invalid'],
    ['a negative number of parameters', withModel({ parameters: -1 }), 'invalid'],
    ['a context of half a token', withModel({ contextLength: 0.5 }), 'invalid'],
    ['more layers than the engine has', withModel({ shape: layerWise({ layers: 513 }) }), 'invalid'],
    ['a model without a file', withModel({ artefacts: [] }), 'invalid'],
    ['a repository that leaves its hub', withArtefact({ repository: '../../etc' }), 'invalid'],
    ['a repository and a folder', withArtefact({ folder: 'https://example.com/' }), 'invalid'],
    ['neither of them', withArtefact({ repository: undefined }), 'invalid'],
    ['a folder that is not encrypted', folder('http://example.com/models'), 'invalid'],
    ['a folder with a password', folder('https://a:b@example.com/models'), 'invalid'],
    ['a folder with a query', folder('https://example.com/models?file='), 'invalid'],
    ['a script in place of an address', folder('javascript:alert(1)'), 'invalid'],
    ['a revision that is a branch', withArtefact({ revision: 'main' }), 'invalid'],
    ['a file without a size', withFile({ megabytes: undefined }), 'invalid'],
    ['a file of a quadrillion bytes', withFile({ bytes: 1e15 }), 'invalid'],
    ['a file in a folder', withFile({ name: 'a/b.gguf' }), 'invalid'],
    ['a file that leaves its folder', withFile({ name: '..\\tiny.gguf' }), 'invalid'],
    ['a file that is a program', withFile({ name: 'tiny.exe' }), 'invalid'],
    ['a file that is a device of Windows', withFile({ name: 'con.gguf' }), 'invalid'],
    ['a hidden file', withFile({ name: '.tiny.gguf' }), 'invalid'],
  ];
  for (const [what, text, code] of refused) {
    it(`refuses ${what}`, () => {
      assert.equal(errorOf(text).code, code);
    });
  }
});

function layerWise(change: object): object {
  return { kind: 'layerWise', layers: 2, width: 64, headSize: 16, vocabularySize: 100, ...change };
}

function folder(address: string): string {
  return withArtefact({ repository: undefined, folder: address });
}
