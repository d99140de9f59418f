import assert from 'node:assert/strict';
import { importedWords, isImported } from '../../../../../src/core/completion/neighbours/importedPaths.ts';
import { lines } from '../../../../support/cursor.ts';

const words = (...rows: readonly string[]): readonly string[] => [...importedWords(lines(...rows))];

describe('importedWords', () => {
  it('reads lines that import, as many languages write them', () => {
    assert.deepEqual(words("import { tide } from './tide.ts';", 'const a = moon();'), [
      'import',
      'tide',
      'from',
      'ts',
    ]);
    assert.ok(words('const wind = require("./wind")').includes('wind'));
    assert.ok(words('#include "port.h"').includes('port'));
  });

  it('goes on to the bracket that closes an import of several lines', () => {
    for (const rows of [
      ['import {', '  tide,', "} from './moon.ts';", 'wind();'],
      ['import type {', '  tide,', "} from './moon.ts';", 'wind();'],
      ['export {', '  tide,', "} from './moon.ts';", 'wind();'],
      ['const {', '  tide,', "} = require('./moon');", 'wind();'],
      ['from moon import (', '    tide,', ')', 'wind()'],
      ['use crate::moon::{', '    tide,', '};', 'wind();'],
      ['import (', '\t"tide"', '\t"moon"', ')', 'wind()'],
    ]) {
      const found = words(...rows);
      assert.ok(found.includes('tide') && found.includes('moon') && !found.includes('wind'), rows[0]);
    }
  });

  it('takes no other brackets for an import', () => {
    for (const rows of [
      ['const {', '  tide,', '} = this.props;'],
      ['export {', '  tide,', '};'],
      ['export function moon() {', '  tide();', '}'],
      ['useEffect(() => {', '  tide();', '}, []);'],
      ['important({', '  tide,', '});'],
    ]) {
      assert.ok(!words(...rows).includes('tide'), rows[0]);
    }
  });

  it('takes one that is still being written, or whose end is far, for its first line alone', () => {
    assert.deepEqual(words('import {', '  tide,'), ['import']);
    assert.deepEqual(words('import {', ...Array<string>(80).fill('  tide,'), "} from 'moon';"), ['import']);
  });
});

describe('isImported', () => {
  it('knows a file by its name, or by its folder where the name says nothing', () => {
    const imported = new Set(['tide', 'moon']);
    assert.ok(isImported('src/tide.ts', imported) && isImported('src/tide.d.ts', imported));
    assert.ok(isImported('src/moon/index.ts', imported) && isImported('moon/__init__.py', imported));
    assert.ok(!isImported('src/moon/wind.ts', imported));
  });
});
