import { OPENELM_270M, randomOpenElm } from './appleOpenElm.ts';
import { type WritableGguf, type WritableTensor } from '../../src/models/gguf/writeGguf.ts';
import { byteLevelVocabulary } from './vocabulary.ts';

/** Bytes of a row of 1,280 weights in Q8_0. */
const ROW_BYTES = (1280 / 32) * 34;
/** Printable ASCII; a byte-level vocabulary writes a space and a line break as these two letters. */
const PLAIN = /^[!-~ĠĊ]+$/u;

/**
 * A model in the shape and under the name of an OpenELM Instruct that talks nonsense at the pace of a real one, and never
 * ends by itself: with random weights, but none for the tokens that are no plain text, so that it never chooses one.
 */
export function talkativeOpenElm(): WritableGguf {
  const { metadata, tensors } = randomOpenElm(OPENELM_270M, 'Q8_0');
  const { tokens } = byteLevelVocabulary({ fillInTheMiddle: true, size: OPENELM_270M.vocabularySize });
  const silent = tokens.flatMap((token, row) => (PLAIN.test(token) && !token.startsWith('<|') ? [] : [row]));
  return {
    metadata: metadata.map(([key, value]) =>
      key === 'general.name'
        ? [key, { type: 'string', value: 'OpenELM 270M Instruct with random weights' }]
        : [key, value],
    ),
    tensors: tensors.map((tensor) =>
      tensor.name === 'token_embd.weight' ? withoutRows(tensor, silent) : tensor,
    ),
  };
}

function withoutRows(tensor: WritableTensor, rows: readonly number[]): WritableTensor {
  return {
    ...tensor,
    data: () => {
      const bytes = Buffer.concat([...(tensor.data() as Iterable<Uint8Array>)]);
      for (const row of rows) {
        bytes.fill(0, row * ROW_BYTES, (row + 1) * ROW_BYTES);
      }
      return [bytes];
    },
  };
}
