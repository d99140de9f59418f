import assert from 'node:assert/strict';
import { CASE_KINDS } from '../../../../tools/cases/cutCase.ts';
import { makeCases } from '../../../../tools/cases/makeCases.ts';
import { groupBy } from '../../../../src/core/replay/groupBy.ts';
import { readHeldout } from '../../../../tools/eval/heldout.ts';

const { documents } = readHeldout();

describe('makeCases', () => {
  const cases = makeCases(documents, { count: 1000, kinds: CASE_KINDS, seed: 1 });

  it('makes as many as are asked for, with an id each', () => {
    assert.equal(new Set(cases.map(({ id }) => id)).size, 1000);
  });

  it('makes equal numbers of each kind, over all held-out languages', () => {
    assert.deepEqual(
      CASE_KINDS.map((one) => cases.filter(({ kind }) => kind === one).length),
      [200, 200, 200, 200, 200],
    );
    assert.equal(
      new Set(cases.map(({ languageId }) => languageId)).size,
      new Set(documents.map(({ language }) => language)).size,
    );
  });

  it('makes only the kinds that are asked for', () => {
    const some = makeCases(documents, { count: 9, kinds: ['block-rest'], seed: 1 });
    assert.deepEqual(
      some.map(({ kind }) => kind),
      Array<string>(9).fill('block-rest'),
    );
  });

  it('gives TypeScript, JavaScript and Python half', () => {
    const main = cases.filter(({ languageId }) => /^(?:typescript|javascript|python)$/u.test(languageId));
    assert.equal(main.length, 500);
  });

  it('shows files of the same package, never the document itself', () => {
    const byPackage = groupBy(documents, (document) => document.package);
    for (const one of cases) {
      const known = new Set(byPackage.get(one.package)?.map(({ path }) => path));
      for (const file of one.files ?? []) {
        assert.ok(known.has(file.path) && file.path !== one.path);
      }
    }
    assert.ok(cases.filter(({ files }) => (files?.length ?? 0) > 0).length > 800);
  });

  it('makes the same cases of the same seed and others of another', () => {
    const ofSeed = (seed: number): unknown => makeCases(documents, { count: 100, kinds: CASE_KINDS, seed });
    assert.deepEqual(ofSeed(5), ofSeed(5));
    assert.notDeepEqual(ofSeed(5), ofSeed(6));
  });
});
