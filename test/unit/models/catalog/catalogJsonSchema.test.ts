import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CatalogError } from '../../../../src/models/catalog/catalogError.ts';
import { parseCatalog } from '../../../../src/models/catalog/parseCatalog.ts';
import { isValid, type JsonSchema } from '../../../support/jsonSchema.ts';
import { REFUSED_CATALOGS } from '../../../support/refusedCatalogs.ts';
import {
  sampleArtefact,
  sampleCatalog,
  sampleFile,
  sampleLicence,
  sampleModel,
} from '../../../support/sampleCatalog.ts';

const MODELS = path.join(import.meta.dirname, '..', '..', '..', '..', 'models');
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(MODELS, name), 'utf8'));

/** A catalog with everything that one may have. */
const cites = ['page'];
const whole: unknown = JSON.parse(
  sampleCatalog({
    reviewed: '2026-01-02',
    hub: 'https://hub.example.com/models',
    sources: { page: { title: 'A page', address: 'https://example.com/page?x=1#y', basis: 'page' } },
    licences: [sampleLicence({ summary: 'Anything goes.', cites })],
    notices: [{ id: 'careful', address: 'https://example.com/', text: 'Take care.', cites }],
    models: [
      sampleModel({
        shape: { kind: 'layerWise', layers: 2, width: 64, headSize: 16, vocabularySize: 100 },
        notice: 'careful',
        cites,
        accuracy: { comparable: true, cites, scores: [{ task: 'ARC-C', shots: 0, score: 33.3 }] },
        artefacts: [
          sampleArtefact({
            revision: 'a'.repeat(40),
            laterLicence: 'acme',
            unverified: ['revision', 'licence'],
            cites,
            files: [{ ...sampleFile, bytes: 17_000_000, sha256: 'b'.repeat(64) }],
          }),
        ],
      }),
      sampleModel({
        id: 'uniform',
        shape: {
          ...{ kind: 'uniform', layers: 2, width: 64, headSize: 16, vocabularySize: 100 },
          ...{ queryHeads: 4, keyValueHeads: 2, feedForward: 128 },
        },
        artefacts: [sampleArtefact({ repository: undefined, folder: 'https://example.com:8443/models/' })],
      }),
    ],
  }),
);

/** What takes the place of a value; `undefined` takes it away. */
const INSTEAD: readonly unknown[] = [
  ...[
    undefined,
    null,
    true,
    0,
    -1,
    1,
    0.5,
    7,
    16,
    64,
    1e13,
    {},
    [],
    [{}],
    ['page', 'page'],
    '',
    'x',
    '\u202e',
  ],
  ...[
    '2026-13-01',
    'ä b',
    'no',
    'yes',
    'gguf',
    'derived',
    '../x',
    'a'.repeat(300),
    'https://a.b/c',
    'http://a.b/c',
  ],
  ...[
    'https://u@a.b/',
    'https:a.b',
    'https://a.b/c?d',
    'x.gguf',
    'CON.gguf',
    'a..b.gguf',
    'x.exe',
    'a/b',
    'c'.repeat(64),
  ],
];

/** A value with another one in one place, and what was done there. */
interface Change {
  readonly to: unknown;
  readonly what: string;
}

/** Every value that differs from `value` in one place. */
function* changes(value: unknown, where = ''): Generator<Change> {
  yield* INSTEAD.map((to) => ({
    to,
    what: `${where} = ${to === undefined ? 'nothing' : JSON.stringify(to)}`,
  }));
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) {
      for (const { to, what } of changes(item, `${where}[${at}]`)) {
        yield { to: to === undefined ? value.toSpliced(at, 1) : value.with(at, to), what };
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      for (const { to, what } of changes(member, `${where}.${key}`)) {
        yield { to: { ...value, [key]: to }, what };
      }
    }
    yield { to: { ...value, unknown: 1 }, what: `${where}.unknown` };
  }
}

/** Whether a catalog has the right form, whatever its ids refer to. */
function isAccepted(value: unknown): boolean {
  try {
    parseCatalog(JSON.stringify(value), 'test');
    return true;
  } catch (error) {
    assert.ok(error instanceof CatalogError);
    return error.code === 'duplicate' || error.code === 'unknownReference';
  }
}

describe('the JSON schema of catalogs', () => {
  const schema = read('catalog.schema.json') as JsonSchema;

  it('takes the built-in catalog, a small one and one with everything', () => {
    for (const catalog of [read('catalog.json'), JSON.parse(sampleCatalog()), whole]) {
      assert.ok(isAccepted(catalog));
      assert.ok(isValid(schema, catalog));
    }
  });

  for (const [what, text, code] of REFUSED_CATALOGS) {
    // An editor knows by itself what is no JSON; what ids refer to is said when the catalog is read.
    if (code === 'invalid' || code === 'otherSchema') {
      it(`refuses ${what}`, () => {
        assert.equal(isValid(schema, JSON.parse(text)), false);
      });
    }
  }

  it('judges as the reader does when anything at all is changed in a catalog', () => {
    let count = 0;
    for (const { to, what } of changes(whole)) {
      const catalog: unknown = JSON.parse(JSON.stringify(to ?? null));
      assert.equal(isValid(schema, catalog), isAccepted(catalog), what);
      count++;
    }
    assert.ok(count > 2000, String(count));
  });
});
