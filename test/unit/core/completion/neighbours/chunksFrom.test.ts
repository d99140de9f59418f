import assert from 'node:assert/strict';
import {
  chunksAround,
  chunksFrom,
  firstIndexedLine,
} from '../../../../../src/core/completion/neighbours/chunksFrom.ts';
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

  it('stand above and below a line, whatever is written in it', () => {
    const around = (line: number, written: string): readonly string[] =>
      chunksAround(
        { lineCount: 5000, lineAt: (at) => (at === line ? { text: written } : text.lineAt(at)) },
        line,
      ).map(({ firstLine, text: chunk }) => `${firstLine} ${chunk.split('\n', 1).join('')}`);
    const chunks = around(2100, 'line(2100);');
    assert.deepEqual(around(2100, 'another'), chunks);
    assert.ok(chunks.includes('2101 line(2101);') && !chunks.some((one) => one.includes('line(2100)')));
    assert.equal(chunks[0], '1500 line(1500);');
    assert.ok(chunks.at(-1)?.startsWith('258'), chunks.at(-1));
    assert.ok(around(0, 'x')[0]?.startsWith('1 '));
    assert.ok(around(4999, 'x').at(-1)?.startsWith('49'));
    assert.deepEqual(chunksAround({ lineCount: 1, lineAt: () => ({ text: 'alone' }) }, 0), []);
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
