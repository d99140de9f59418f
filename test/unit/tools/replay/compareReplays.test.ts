import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ComparedRow, compareReplays, readReplay } from '../../../../tools/replay/compareReplays.ts';

const row = (
  commit: string,
  typed: number,
  completed: number,
  rest: Partial<ComparedRow> = {},
): ComparedRow => ({
  ...{ commit, path: 'a.ts', typed, completed, wrong: 0, readTokens: 10, generatedTokens: 4, ...rest },
});

describe('compareReplays', () => {
  it('is the difference of the whole, not the mean of commits', () => {
    // 30 of 100 now, 20 of 100 before; one wrong in 70 against one in 80.
    const now = [row('a', 60, 20, { wrong: 1 }), row('b', 10, 10)];
    const before = [row('a', 65, 15, { wrong: 1 }), row('b', 15, 5, { readTokens: 40 })];
    const text = compareReplays(now, before);
    assert.ok(text.startsWith('2 of 2 commits'), text);
    assert.match(text, /\| completed, points \| \+10\.00 \(\+6\.25 to \+25\.00\) \|/u);
    assert.match(text, /\| wrong shows per 100 typed \| \+0\.18 \(/u);
    assert.match(text, /\| tokens read per character \| −0\.30 \(/u);
    assert.match(text, /\| tokens written per character \| \+0\.00 \(/u);
  });

  it('adds the files of a commit, in whatever order', () => {
    const now = [row('a', 5, 5, { path: 'x' }), row('a', 10, 0, { path: 'y' })];
    const before = [row('a', 10, 0, { path: 'y' }), row('a', 10, 0, { path: 'x' })];
    assert.match(compareReplays(now, before), /completed, points \| \+25\.00 \(\+25\.00 to \+25\.00\)/u);
  });

  it('leaves out what the other has not typed alike, and says so', () => {
    const now = [row('a', 5, 5), row('b', 5, 5), row('c', 5, 5), row('d', 5, 5)];
    const before = [row('a', 6, 4), row('b', 6, 5), row('c', 6, 4, { path: 'b.ts' }), row('e', 1, 9)];
    assert.match(compareReplays(now, before), /^1 of 4 commits[^]*\+10\.00 \(\+10\.00 to \+10\.00\)/u);
    assert.throws(() => compareReplays(now, []), /none of these commits/u);
  });
});

describe('readReplay', () => {
  it('refuses what is no replay, with the line', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'replay-'));
    try {
      const file = path.join(folder, 'earlier.jsonl');
      writeFileSync(file, `${JSON.stringify(row('a', 1, 2))}\n{"id":"case"}\n`);
      assert.throws(() => readReplay(file), /earlier\.jsonl:2: commit/u);
      writeFileSync(file, `${JSON.stringify({ ...row('a', 1, 2), languageId: 'typescript' })}\n`);
      assert.deepEqual(readReplay(file), [row('a', 1, 2)]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
