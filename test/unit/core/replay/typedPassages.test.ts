import assert from 'node:assert/strict';
import { typedPassages } from '../../../../src/core/replay/typedPassages.ts';
import { lines } from '../../../support/cursor.ts';

const hunk = (oldStart: number, oldLines: number, newStart: number, newLines: number) => ({
  oldStart,
  oldLines,
  newStart,
  newLines,
});

describe('typedPassages', () => {
  it('begins a new line at the end of the line above', () => {
    assert.deepEqual(typedPassages(lines('a', 'c', ''), lines('a', 'b', 'c', ''), [hunk(1, 0, 1, 1)]), [
      { before: 'a', typed: '\nb', after: '\nc\n' },
    ]);
  });

  it('types a new file from its first character', () => {
    assert.deepEqual(typedPassages('', lines('a', 'b', ''), [hunk(0, 0, 0, 2)]), [
      { before: '', typed: 'a\nb', after: '\n' },
    ]);
  });

  it('keeps what a changed line and the old one have in common', () => {
    assert.deepEqual(typedPassages('call(a);\n', 'call(a, b);\n', [hunk(0, 1, 0, 1)]), [
      { before: 'call(a', typed: ', b', after: ');\n' },
    ]);
  });

  it('stands in a document whose later part is still the old one', () => {
    const passages = typedPassages(lines('a', 'b', 'c', ''), lines('A', 'b', 'C', ''), [
      hunk(0, 1, 0, 1),
      hunk(2, 1, 2, 1),
    ]);
    assert.deepEqual(
      passages.map(({ before, typed, after }) => [before, typed, after]),
      [
        ['', 'A', '\nb\nc\n'],
        ['A\nb\n', 'C', '\n'],
      ],
    );
  });

  it('types nothing where lines only go', () => {
    assert.deepEqual(typedPassages(lines('a', 'b', ''), lines('a', ''), [hunk(1, 1, 0, 0)]), []);
  });

  it('divides a long passage at line ends, and loses no character', () => {
    const text = 'const line = 1;\n'.repeat(100);
    const passages = typedPassages('', text, [hunk(0, 0, 0, 100)]);
    assert.ok(passages.length > 1);
    assert.equal(`${passages.map(({ typed }) => typed).join('')}\n`, text);
    for (const { before, typed, after } of passages) {
      assert.ok(typed.length <= 600);
      assert.ok(text.startsWith(before + typed));
      assert.equal(after, '\n');
    }
  });
});
