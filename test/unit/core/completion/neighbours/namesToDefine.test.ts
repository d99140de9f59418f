import assert from 'node:assert/strict';
import { NAMED_LINES, namesToDefine } from '../../../../../src/core/completion/neighbours/namesToDefine.ts';

const names = (lines: readonly string[], ...imported: readonly string[]): readonly string[] =>
  namesToDefine(lines, new Set(imported)).map(({ name }) => name);

describe('namesToDefine', () => {
  it('gives the nearest first, each where it stands last', () => {
    assert.deepEqual(namesToDefine(['  use(moon, ', 'const moon = tide(moon);'], new Set()), [
      { name: 'moon', linesUp: 0, character: 6, isImported: false },
      { name: 'use', linesUp: 0, character: 2, isImported: false },
      { name: 'tide', linesUp: 1, character: 13, isImported: false },
      { name: 'const', linesUp: 1, character: 0, isImported: false },
    ]);
  });

  it('puts those first that the document imports', () => {
    assert.deepEqual(names(['near(', 'far(tide, moon)'], 'tide'), ['tide', 'near', 'moon', 'far']);
  });

  it('looks no further up than a few lines, and leaves out names of a letter or two', () => {
    const above = Array.from({ length: NAMED_LINES }, () => 'i = of');
    assert.deepEqual(names(['', ...above, 'beyond']), []);
    assert.deepEqual(names(['', ...above.slice(1), 'within']), ['within']);
  });

  it('reads the beginning of a line that no person wrote', () => {
    assert.deepEqual(names([`${'x '.repeat(600)}beyond`]), []);
  });
});
