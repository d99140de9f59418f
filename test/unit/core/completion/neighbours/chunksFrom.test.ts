import assert from 'node:assert/strict';
import {
  chunksAround,
  chunksFrom,
  firstIndexedLine,
  type Lines,
} from '../../../../../src/core/completion/neighbours/chunksFrom.ts';
import { type IndexedChunk } from '../../../../../src/core/completion/neighbours/indexedText.ts';
import { lastLineOf } from '../../../../../src/core/completion/neighbours/textChunks.ts';
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

  /** Functions of ten lines with a blank one between them, `added` lines further down from the first on. */
  const functions = (added = 0, width = 0): Lines => {
    const inFunction = (line: number): string => {
      const [number, at] = [Math.floor(line / 11), line % 11];
      const long = 'x'.repeat(width);
      return at === 10
        ? ''
        : at === 0
          ? `function f${number}() {`
          : at === 9
            ? '}'
            : `  a${number}(${at}${long});`;
    };
    return {
      lineCount: 5500 + added,
      lineAt: (line) => ({ text: line < added ? 'import x;' : inFunction(line - added) }),
    };
  };
  /** The chunks; none overlaps another, and each says where it stands. */
  function sound(lines: Lines, line: number, places: readonly number[]): readonly IndexedChunk[] {
    const chunks = chunksAround(lines, line, places);
    let end = -1;
    for (const chunk of chunks) {
      assert.ok(chunk.firstLine > end, `${chunk.firstLine} after ${end}`);
      end = lastLineOf(chunk);
      assert.ok(line < chunk.firstLine || line > end);
      // The last may be cut where more would be read.
      assert.ok(lines.lineAt(chunk.firstLine).text.startsWith(chunk.text.split('\n', 1).join('')));
    }
    return chunks;
  }
  const held = (chunks: readonly IndexedChunk[], line: number): IndexedChunk | undefined =>
    chunks.find((chunk) => chunk.firstLine <= line && line <= lastLineOf(chunk));

  it('are also there far away, where somebody was lately, as functions and not parts of them', () => {
    const lines = functions();
    const near = sound(lines, 2100, []);
    assert.equal(sound(lines, 2100, [1700, 2100, 2400]).length, near.length, 'those are there anyway');
    for (const place of [3, 995, 1488, 2700, 5000, 5498]) {
      const chunks = sound(lines, 2100, [place]);
      assert.equal(chunks.length, near.length + 1, `${place}`);
      assert.match(held(chunks, place)?.text ?? '', /^function f\d+\(\) \{[^]*?\n\}/u);
    }
    assert.equal(sound(lines, 2100, [4000, 4001, 3995, 9000]).length, near.length + 1, 'one function once');
    const many = Array.from({ length: 20 }, (_, index) => 2700 + 110 * index);
    const chunks = sound(lines, 2100, many);
    assert.equal(chunks.length, near.length + 8);
    assert.deepEqual(
      many.map((place) => held(chunks, place) !== undefined),
      many.map((_, index) => index < 8),
    );
  });

  it('are the same far away when lines are written elsewhere', () => {
    for (const place of [300, 4200]) {
      const before = held(sound(functions(), 2100, [place]), place);
      const after = held(sound(functions(7), 2107, [place + 7]), place + 7);
      assert.equal(after?.text, before?.text);
      assert.equal(after?.firstLine, (before?.firstLine ?? 0) + 7);
    }
  });

  it('are there up to the line, however long the lines are, and where somebody was beyond those', () => {
    for (const width of [60, 110, 400]) {
      const lines = functions(0, width);
      const chunks = sound(lines, 2850, [2500, 3100, 3201, 4450]);
      for (const place of [2500, 2848, 2852, 3100, 3201, 4450]) {
        assert.ok(held(chunks, place), `${width}: ${place}`);
      }
    }
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
