/** Elements per block of Q8_0, each a byte, after a scale of two bytes. */
const BLOCK = 32;

/** The same numbers as little-endian F32. */
export function f32Bytes(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Rounded to F16. */
export function f16Bytes(values: Float32Array): Uint8Array {
  return new Uint8Array(Uint16Array.from(values, halfBits).buffer);
}

/** Rounded to Q8_0: per 32 numbers the largest magnitude divided by 127 as F16, then a signed byte each. */
export function q8Bytes(values: Float32Array): Uint8Array {
  const bytes = Buffer.alloc((values.length / BLOCK) * (BLOCK + 2));
  for (let block = 0; block < values.length / BLOCK; block += 1) {
    const own = values.subarray(block * BLOCK, (block + 1) * BLOCK);
    const scale = Math.max(...own.map(Math.abs)) / 127;
    const at = block * (BLOCK + 2);
    bytes.writeUInt16LE(halfBits(scale), at);
    for (const [index, value] of own.entries()) {
      bytes.writeInt8(scale === 0 ? 0 : Math.round(value / scale), at + 2 + index);
    }
  }
  return bytes;
}

/** Bits of the nearest half-precision number; overflow becomes infinity, the very small becomes 0 or subnormal. */
export function halfBits(value: number): number {
  const single = new DataView(new ArrayBuffer(4));
  single.setFloat32(0, value);
  const bits = single.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return sign | 0x7e00;
  if (magnitude >= 65_520) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | Math.round(magnitude * 2 ** 24);
  const exponent = ((bits >>> 23) & 0xff) - 127;
  const fraction = Math.round((magnitude / 2 ** exponent - 1) * 1024);
  return sign | (((exponent + 15) << 10) + fraction);
}
