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

  it('are also there far away, where somebody was lately', () => {
    const steps = (...places: readonly number[]): readonly number[] => {
      const starts = chunksAround(text, 2100, places).map(({ firstLine }) => firstLine);
      assert.deepEqual(
        starts,
        starts.toSorted((a, b) => a - b),
        'in their order, and none twice',
      );
      return [...new Set(starts.map((line) => Math.floor(line / 500) * 500))];
    };
    assert.deepEqual(steps(), [1500, 2000, 2500]);
    assert.deepEqual(steps(1600, 2300, 2600), [1500, 2000, 2500]);
    assert.deepEqual(steps(4100, 7, 3000), [0, 1500, 2000, 2500, 4000]);
    assert.deepEqual(steps(9000, -1 + 500), [0, 1500, 2000, 2500]);
    const behind = chunksAround(text, 2100, [2700]);
    assert.equal(behind.filter(({ text: chunk }) => chunk.includes('line(2700);')).length, 1);
    assert.ok((behind.at(-1)?.firstLine ?? 0) < 3000);
  });

  it('are there up to the line, however long the lines are', () => {
    const wide = {
      lineCount: 2000,
      lineAt: (line: number) => ({ text: `wide(${line}, ${'x'.repeat(60)});` }),
    };
    const above = chunksAround(wide, 999).filter(({ firstLine }) => firstLine < 999);
    assert.ok((above.at(-1)?.firstLine ?? 0) > 970, String(above.at(-1)?.firstLine));
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
