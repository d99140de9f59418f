import { open } from 'node:fs/promises';
import { type GgufValue } from '../gguf/ggufTypes.ts';
import { readGgufHeader } from '../gguf/readGgufHeader.ts';
import { type WritableValue } from '../gguf/writeGguf.ts';
import { ConvertError } from './convertError.ts';
import { refuseUnreadable } from './refuseUnreadable.ts';

const PREFIX = 'tokenizer.ggml.';

/**
 * The tokenizer of an OpenELM model that is here in GGUF form, as metadata of another one. Rejects with `wrongTokenizer`
 * where it has another number of tokens, and with a `ModelFileError` for a file that can't be read.
 */
export async function borrowTokenizer(
  file: string,
  vocabularySize: number,
): Promise<readonly (readonly [string, WritableValue])[]> {
  const handle = await open(file, 'r').catch(refuseUnreadable(file));
  try {
    const { size } = await handle.stat();
    const { metadata } = await readGgufHeader({
      size,
      read: async (into, position) => (await handle.read(into, 0, into.length, position)).bytesRead,
    });
    const tokens = metadata.get(`${PREFIX}tokens`);
    const pieces = tokens?.type === 'array' && tokens.of === 'string' ? tokens.strings.length : 0;
    if (pieces !== vocabularySize) {
      throw new ConvertError('wrongTokenizer', { pieces, vocabulary: vocabularySize });
    }
    return [...metadata].flatMap(([key, value]) => {
      const own = key.startsWith(PREFIX) ? toWritable(value) : undefined;
      return own === undefined ? [] : [[key, own] as const];
    });
  } finally {
    await handle.close();
  }
}

/** Undefined for what no tokenizer states. */
function toWritable(value: GgufValue): WritableValue | undefined {
  switch (value.type) {
    case 'string':
    case 'bool':
    case 'uint64':
      return value as WritableValue;
    case 'uint32':
    case 'int32':
    case 'float32':
      return { type: 'number', as: value.type, value: value.value };
    case 'array':
      if (value.of === 'string') {
        const { strings } = value;
        return {
          type: 'strings',
          value: Array.from({ length: strings.length }, (_, at) => strings.text(at)),
        };
      }
      return value.of === 'int32' || value.of === 'uint32' || value.of === 'float32'
        ? { type: `${value.of}s`, value: Array.from(value.numbers as Int32Array) }
        : undefined;
    case 'uint8':
    case 'int8':
    case 'uint16':
    case 'int16':
    case 'int64':
    case 'float64':
      return undefined;
  }
}
