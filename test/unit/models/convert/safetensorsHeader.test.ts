import assert from 'node:assert/strict';
import { ConvertError } from '../../../../src/models/convert/convertError.ts';
import { LENGTH_BYTES, readSafetensorsHeader } from '../../../../src/models/convert/safetensorsHeader.ts';

const entry = (start: number, end: number, more: object = {}): object => ({
  dtype: 'F32',
  shape: [2, 3],
  data_offsets: [start, end],
  ...more,
});

/** Reads a header whose tensors are followed by so many bytes. */
function read(header: unknown, dataBytes: number): ReturnType<typeof readSafetensorsHeader> {
  const isRaw = typeof header === 'string' || Buffer.isBuffer(header);
  const bytes = Buffer.from(isRaw ? header : JSON.stringify(header));
  return readSafetensorsHeader('x.safetensors', bytes, LENGTH_BYTES + bytes.length + dataBytes);
}

describe('readSafetensorsHeader', () => {
  it('finds each tensor, whatever the order in the header', () => {
    const header = { __metadata__: { format: 'pt' }, b: entry(24, 48), a: entry(0, 24) };
    const tensors = read(header, 48);
    const dataStart = LENGTH_BYTES + JSON.stringify(header).length;
    assert.deepEqual(tensors.get('a'), { type: 'F32', shape: [2, 3], start: dataStart, bytes: 24 });
    assert.equal(tensors.get('b')?.start, dataStart + 24);
    assert.equal(tensors.size, 2);
  });

  const hostile: readonly [string, unknown, number][] = [
    ['no JSON', '{"a": ', 0],
    ['no UTF-8', Buffer.from('{"\xff": 1}', 'latin1'), 0],
    ['a list', [], 0],
    ['nothing but null', 'null', 0],
    ['a tensor over another', { a: entry(0, 24), b: entry(12, 36) }, 36],
    ['a gap', { a: entry(0, 24), b: entry(32, 56) }, 56],
    ['bytes after the last tensor', { a: entry(0, 24) }, 25],
    ['a tensor past the end', { a: entry(0, 24) }, 20],
    ['another size than the shape', { a: entry(0, 20) }, 20],
    ['a size that no number holds', { a: entry(0, 24, { shape: [2 ** 40, 2 ** 40] }) }, 24],
    ['a negative offset', { a: entry(-24, 0) }, 0],
    ['a fraction', { a: entry(0, 24, { shape: [1.5, 4] }) }, 24],
    ['no elements', { a: entry(0, 0, { shape: [0, 3] }) }, 0],
    ['a type that no model is published in', { a: entry(0, 24, { dtype: 'F8_E4M3' }) }, 24],
    ['too many dimensions', { a: entry(0, 24, { shape: [1, 1, 1, 2, 3] }) }, 24],
    ['an entry that is no object', { a: 7 }, 0],
  ];
  for (const [name, header, dataBytes] of hostile) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => read(header, dataBytes),
        (error) => error instanceof ConvertError && error.code === 'badWeights',
      );
    });
  }

  it('shows no control characters of a tensor’s name', () => {
    assert.throws(
      () => read({ 'a\u202e\nb': entry(0, 20) }, 20),
      (error) => error instanceof ConvertError && error.message.includes('“a??b”'),
    );
  });
});
