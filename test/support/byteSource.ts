import { type ByteSource } from '../../src/models/gguf/headerStream.ts';

/** A file in memory, for readers that take their bytes from anywhere. */
export function byteSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (into, position) => {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      return Promise.resolve(part.length);
    },
  };
}
