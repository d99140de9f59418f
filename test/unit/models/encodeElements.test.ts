import assert from 'node:assert/strict';
import { bf16Bytes, f16Bytes, halfBits, q8Bytes } from '../../../src/models/gguf/encodeElements.ts';
import { decodeElements } from '../../../src/models/convert/decodeElements.ts';

const bits16 = (bytes: Uint8Array): number[] => [...new Uint16Array(bytes.buffer)];

describe('encodeElements', () => {
  it('gives back every half-precision number that it decoded', () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
    const values = decodeElements('F16', new Uint8Array(all.buffer));
    const again = bits16(f16Bytes(values));
    const wrong = [...all].filter((bits, index) => !Number.isNaN(values[index]) && again[index] !== bits);
    assert.deepEqual(wrong, []);
  });

  it('rounds to the nearest half-precision number, ties to the even one', () => {
    const step = 2 ** -10;
    assert.equal(halfBits(1 + step * 0.49), halfBits(1));
    assert.equal(halfBits(1 + step * 0.5), halfBits(1));
    assert.equal(halfBits(1 + step * 1.5), halfBits(1 + step * 2));
    assert.equal(halfBits(65_519), halfBits(65_504));
    assert.equal(halfBits(65_520), 0x7c00);
    assert.equal(halfBits(-1e9), 0xfc00);
    assert.equal(halfBits(2 ** -25), 0, 'a tie between nothing and the smallest subnormal');
    assert.equal(halfBits(2 ** -25 * 1.1), 1);
    assert.equal(halfBits(NaN) & 0x7c00, 0x7c00);
    assert.ok((halfBits(NaN) & 0x3ff) !== 0);
  });

  it('rounds to the nearest BF16, ties to the even one, and keeps its range', () => {
    const step = 2 ** -7;
    const rounded = decodeElements(
      'BF16',
      new Uint8Array(bf16Bytes(Float32Array.of(1 + step / 2, 1 + step * 1.5, 1e38, -3, NaN))),
    );
    assert.deepEqual([...rounded.slice(0, 2)], [1, 1 + 2 * step]);
    assert.ok(Math.abs((rounded[2] ?? 0) / 1e38 - 1) < 2 ** -8);
    assert.equal(rounded[3], -3);
    assert.ok(Number.isNaN(rounded[4]));
  });

  it('stores blocks of Q8_0 no further from the numbers than half a step', () => {
    const values = Float32Array.from({ length: 96 }, (_, index) =>
      index < 32 ? 0 : Math.sin(index) * 10 ** (index / 32),
    );
    const bytes = Buffer.from(q8Bytes(values));
    assert.equal(bytes.length, 3 * 34);
    for (let block = 0; block < 3; block++) {
      const [scale = NaN] = decodeElements(
        'F16',
        Uint8Array.from(bytes.subarray(block * 34, block * 34 + 2)),
      );
      for (let index = 0; index < 32; index++) {
        const stored = bytes.readInt8(block * 34 + 2 + index) * scale;
        const value = values[block * 32 + index] ?? NaN;
        assert.ok(Math.abs(stored - value) <= scale * 0.6, `${value} stored as ${stored}`);
      }
    }
  });
});
