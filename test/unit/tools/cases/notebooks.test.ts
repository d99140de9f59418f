import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CASE_KINDS } from '../../../../tools/cases/cutCase.ts';
import { makeCases } from '../../../../tools/cases/makeCases.ts';
import { readNotebooks } from '../../../../tools/cases/notebooks.ts';

const code = (...source: readonly string[]): object => ({ cell_type: 'code', source });

describe('readNotebooks', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-notebooks-'));
    mkdirSync(path.join(folder, 'doc'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (file: string, notebook: unknown): void => {
    writeFileSync(path.join(folder, file), JSON.stringify(notebook));
  };

  it('gives each code cell with all cells before it, in their order', () => {
    write('doc/tide.ipynb', {
      cells: [
        code('import tide\n', 'tide.load()'),
        { cell_type: 'markdown', source: '# Tides' },
        code('tide.plot()'),
      ],
      metadata: { language_info: { name: 'python' } },
    });
    const [first, second, ...others] = readNotebooks(folder);
    assert.ok(first && second && others.length === 0);
    assert.deepEqual([first.path, first.language, first.earlier], ['doc/tide.ipynb', 'python', []]);
    assert.equal(second.text, 'tide.plot()');
    assert.deepEqual(
      second.earlier.map(({ text, languageId, origin }) => [text, languageId, origin]),
      [
        ['import tide\ntide.load()', 'python', 'cell'],
        ['# Tides', 'markdown', 'cell'],
      ],
    );
  });

  it('takes the kernel’s language where the notebook names no other', () => {
    write('moon.ipynb', { cells: [code('1')], metadata: { kernelspec: { language: 'Julia' } } });
    assert.equal(readNotebooks(folder)[0]?.language, 'julia');
  });

  it('makes cases of cells, with those before them', () => {
    const cells = Array.from({ length: 8 }, (_, index) => code(`tide(${index})\n`, `moon(${index}, sea)`));
    write('tide.ipynb', { cells, metadata: {} });
    const cases = makeCases(
      readNotebooks(folder),
      { count: 12, kinds: CASE_KINDS, seed: 1 },
      ({ earlier }) => earlier,
    );
    assert.ok(cases.length > 4);
    for (const { prefix, expected = '', suffix, files = [] } of cases) {
      const index = cells.findIndex(
        (cell) =>
          JSON.stringify(cell) === JSON.stringify(code(...(prefix + expected + suffix).split(/(?<=\n)/u))),
      );
      assert.notEqual(index, -1);
      assert.equal(files.length, index);
    }
  });

  it('names the file that is no notebook', () => {
    write('old.ipynb', { worksheets: [] });
    assert.throws(() => readNotebooks(folder), /old\.ipynb is no notebook/u);
    writeFileSync(path.join(folder, 'old.ipynb'), 'no JSON');
    assert.throws(() => readNotebooks(folder), /old\.ipynb is no notebook/u);
  });
});
