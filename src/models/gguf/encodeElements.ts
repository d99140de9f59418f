/** Elements per block of Q8_0, each a byte, after a scale of two bytes. */
const Q8_BLOCK = 32;

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** The same numbers as little-endian F32. */
export function f32Bytes(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Rounded to F16. */
export function f16Bytes(values: Float32Array): Uint8Array {
  return halves(values, halfBits);
}

/** Rounded to BF16: the range of F32 with 8 bits of precision. */
export function bf16Bytes(values: Float32Array): Uint8Array {
  return halves(values, brainBits);
}

/** Rounded to Q8_0: per 32 numbers the largest magnitude divided by 127 as F16, then a signed byte each. */
export function q8Bytes(values: Float32Array): Uint8Array {
  const bytes = Buffer.alloc((values.length / Q8_BLOCK) * (Q8_BLOCK + 2));
  let at = 0;
  for (let block = 0; block < values.length; block += Q8_BLOCK) {
    let largest = 0;
    for (let index = block; index < block + Q8_BLOCK; index++) {
      largest = Math.max(largest, Math.abs(values[index] ?? 0));
    }
    const scale = largest / 127;
    const inverse = scale === 0 ? 0 : 1 / scale;
    at = bytes.writeUInt16LE(halfBits(scale), at);
    for (let index = block; index < block + Q8_BLOCK; index++) {
      at = bytes.writeInt8(Math.round((values[index] ?? 0) * inverse), at);
    }
  }
  return bytes;
}

/** Bits of the nearest half-precision number, ties to even; overflow becomes infinity, the very small a subnormal or 0. */
export function halfBits(value: number): number {
  single[0] = value;
  const bits = singleBits[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) {
    return sign | 0x7e00;
  }
  // 65,520 and more are nearer to the next power of two, which F16 does not have.
  if (magnitude >= 0x477ff000) {
    return sign | 0x7c00;
  }
  const exponent = magnitude >>> 23;
  if (exponent >= 113) {
    // The exponents differ by 112; 13 bits of the fraction go.
    return sign | roundedShift(magnitude - (112 << 23), 13);
  }
  // Below the smallest normal number, 2 to the power of -14, the leading 1 becomes part of the fraction.
  return exponent < 102 ? sign : sign | roundedShift((magnitude & 0x7fffff) | 0x800000, 126 - exponent);
}

function brainBits(value: number): number {
  single[0] = value;
  const bits = singleBits[0] ?? 0;
  return (bits & 0x7fffffff) > 0x7f800000 ? 0x7fc0 : roundedShift(bits, 16) & 0xffff;
}

/** Drops bits; rounds to the nearest, ties to even. */
function roundedShift(bits: number, count: number): number {
  const kept = bits >>> count;
  const dropped = bits - kept * 2 ** count;
  const half = 2 ** (count - 1);
  return kept + (dropped > half || (dropped === half && kept % 2 === 1) ? 1 : 0);
}

function halves(values: Float32Array, bitsOf: (value: number) => number): Uint8Array {
  const bits = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++) {
    bits[index] = bitsOf(values[index] ?? 0);
  }
  return new Uint8Array(bits.buffer);
}
