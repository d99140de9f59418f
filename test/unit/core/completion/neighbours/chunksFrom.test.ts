import assert from 'node:assert/strict';
import { chunksFrom, firstIndexedLine } from '../../../../../src/core/completion/neighbours/chunksFrom.ts';
import { linesOf } from '../../../../../src/core/replay/otherFiles.ts';

describe('chunks of a long text', () => {
  const text = linesOf(Array.from({ length: 5000 }, (_, line) => `line(${line});`).join('\r\n'));

  it('are those around the line where somebody is, from a line that moves in steps', () => {
    assert.deepEqual([0, 499, 999, 1000, 1499, 1500].map(firstIndexedLine), [0, 0, 0, 500, 500, 1000]);
    const chunks = chunksFrom(text, firstIndexedLine(2100));
    const last = chunks.at(-1);
    assert.equal(chunks[0]?.firstLine, 1500);
    assert.ok(last !== undefined && last.firstLine > 2100 && last.firstLine < 2500);
    assert.match(last.text, new RegExp(`^line\\(${last.firstLine}\\);`, 'u'));
  });

  it('end where more characters would be read than a person wrote there', () => {
    let read = 0;
    const data = {
      lineCount: 1000,
      lineAt: () => {
        read++;
        return { text: 'x'.repeat(50_000) };
      },
    };
    assert.deepEqual(chunksFrom(data, 0), []);
    assert.equal(read, 1);
  });
});
