import assert from 'node:assert/strict';
import { type GgufValue } from '../../../../src/models/gguf/ggufTypes.ts';
import { StringTableBuilder } from '../../../../src/models/gguf/stringTable.ts';
import { metadataRows } from '../../../../src/models/inside/metadataRows.ts';

const text = (value: string): GgufValue => ({ type: 'string', value });
const list = (values: readonly string[]): GgufValue => {
  const builder = new StringTableBuilder(values.length);
  for (const value of values) {
    builder.add(new TextEncoder().encode(value));
  }
  return { type: 'array', of: 'string', strings: builder.build() };
};
const rowOf = (value: GgufValue) => metadataRows(new Map([['key', value]])).rows[0];

describe('rows of metadata', () => {
  it('hold single values as they are, in the order of the file', () => {
    const values = new Map<string, GgufValue>([
      ['b', text('name')],
      ['a', { type: 'uint32', value: 7 }],
      ['c', { type: 'uint64', value: 2n ** 60n }],
      ['d', { type: 'bool', value: true }],
    ]);
    assert.deepEqual(metadataRows(values), {
      leftOut: 0,
      rows: [
        { key: 'b', type: 'string', text: 'name', leftOut: 0 },
        { key: 'a', type: 'uint32', text: '7', leftOut: 0 },
        { key: 'c', type: 'uint64', text: '1152921504606846976', leftOut: 0 },
        { key: 'd', type: 'bool', text: 'true', leftOut: 0 },
      ],
    });
  });

  it('show the sizes of all layers', () => {
    const row = rowOf({ type: 'array', of: 'int32', numbers: Int32Array.of(12, 12, 16) });
    assert.deepEqual(row, { key: 'key', type: 'int32', count: 3, text: '12, 12, 16', leftOut: 0 });
  });

  it('show the beginning of a vocabulary, and count the rest', () => {
    const row = rowOf(list(Array.from({ length: 32_000 }, (_, index) => `t${index}`)));
    assert.equal(row?.count, 32_000);
    assert.ok(row.text.startsWith('"t0", "t1", '), row.text);
    assert.equal(row.text.split(', ').length + row.leftOut, 32_000);
  });

  it('cut one element that is endless', () => {
    const row = rowOf(list(['x'.repeat(1_000_000)]));
    assert.ok((row?.text.length ?? 0) < 60, row?.text);
  });

  it('make visible what would act on the page, and keep line breaks', () => {
    assert.equal(rowOf(text('a\u202eb\u0000c\nd\te'))?.text, 'a\\u{202e}b\\u{0}c\nd\te');
    assert.equal(rowOf(list(['\u001b[2J\u2066']))?.text, '"\\u001b[2J\\u{2066}"');
  });

  it('say how much of a long text is left out', () => {
    const row = rowOf(text('a'.repeat(1_000_000)));
    assert.equal((row?.text.length ?? 0) + (row?.leftOut ?? 0), 1_000_000);
    assert.ok((row?.text.length ?? 0) < 100_000);
  });

  it('stay below a megabyte or two whatever the header holds', () => {
    const hostile = new Map(
      Array.from({ length: 8192 }, (_, index): [string, GgufValue] => [
        `${index}`.padEnd(1024, 'k'),
        text('\u202e'.repeat(60_000)),
      ]),
    );
    const { rows, leftOut } = metadataRows(hostile);
    assert.equal(rows.length + leftOut, 8192);
    assert.ok(JSON.stringify(rows).length < 3_000_000, String(JSON.stringify(rows).length));
  });
});
