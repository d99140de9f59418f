import { type CatalogErrorCode } from '../../src/models/catalog/catalogError.ts';
import { MAX_CATALOG_BYTES } from '../../src/models/catalog/parseCatalog.ts';
import { sampleArtefact, sampleCatalog, sampleFile, sampleLicence, sampleModel } from './sampleCatalog.ts';

/** The text of a catalog whose only model is changed. */
export const withModel = (change: object): string => sampleCatalog({ models: [sampleModel(change)] });
/** The text of a catalog whose only artefact is changed. */
export const withArtefact = (change: object): string => withModel({ artefacts: [sampleArtefact(change)] });
/** The text of a catalog whose only file is changed. */
export const withFile = (change: object): string => withArtefact({ files: [{ ...sampleFile, ...change }] });

/** What is wrong with a catalog, its text, and how it is refused. */
export const REFUSED_CATALOGS: readonly (readonly [string, string, CatalogErrorCode])[] = [
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

function layerWise(change: object): object {
  return { kind: 'layerWise', layers: 2, width: 64, headSize: 16, vocabularySize: 100, ...change };
}

function folder(address: string): string {
  return withArtefact({ repository: undefined, folder: address });
}
