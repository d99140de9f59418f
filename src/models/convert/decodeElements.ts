import { type ElementType } from './safetensorsHeader.ts';

/** The same numbers as F32, which holds each of them exactly. */
export function decodeElements(type: ElementType, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  switch (type) {
    case 'F32':
      return new Float32Array(bytes.buffer);
    case 'BF16':
      return new Float32Array(Uint32Array.from(new Uint16Array(bytes.buffer), (bits) => bits << 16).buffer);
    case 'F16':
      return Float32Array.from(new Uint16Array(bytes.buffer), halfValue);
  }
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) {
    return fraction === 0 ? sign * Infinity : NaN;
  }
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
