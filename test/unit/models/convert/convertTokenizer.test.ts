import assert from 'node:assert/strict';
import { ConvertError, type ConvertErrorCode } from '../../../../src/models/convert/convertError.ts';
import { convertTokenizer } from '../../../../src/models/convert/convertTokenizer.ts';
import { type WritableValue } from '../../../../src/models/gguf/writeGguf.ts';
import { sentencePieceBytes, SPECIAL_PIECES } from '../../../support/sentencePieceBytes.ts';
import { temporaryFiles } from '../../../support/temporaryFiles.ts';

const PIECES = [
  ...SPECIAL_PIECES,
  { text: '<0x0A>', type: 6 },
  { text: '▁the', score: -1.5 },
  { text: '中', score: -2.25 },
];

describe('convertTokenizer', () => {
  const files = temporaryFiles();
  const convert = async (bytes: Uint8Array, size: number): Promise<Map<string, WritableValue['value']>> => {
    const metadata = await convertTokenizer(files.write(bytes), size);
    return new Map(metadata.map(([key, { value }]) => [key, value]));
  };
  const refuses = (work: Promise<unknown>, code: ConvertErrorCode): Promise<void> =>
    assert.rejects(work, (error) => error instanceof ConvertError && error.code === code);

  it('keeps texts, scores and types, and fills up to the vocabulary', async () => {
    const metadata = await convert(sentencePieceBytes(PIECES), 8);
    assert.deepEqual(metadata.get('tokenizer.ggml.tokens'), [
      ...PIECES.map(({ text }) => text),
      '[PAD0]',
      '[PAD1]',
    ]);
    assert.deepEqual(metadata.get('tokenizer.ggml.token_type'), [2, 3, 3, 6, 1, 1, 5, 5]);
    assert.deepEqual((metadata.get('tokenizer.ggml.scores') as number[]).slice(4, 6), [-1.5, -2.25]);
    assert.equal(metadata.get('tokenizer.ggml.add_bos_token'), true);
  });

  it('refuses a tokenizer of another model', async () => {
    await refuses(convert(sentencePieceBytes(PIECES), 5), 'wrongTokenizer');
    await refuses(convert(sentencePieceBytes(PIECES.slice(3)), 8), 'badTokenizer');
  });

  it('refuses what is none', async () => {
    await refuses(convert(Buffer.from('<!doctype html><html></html>'), 8), 'badTokenizer');
    await refuses(convert(new Uint8Array(), 8), 'badTokenizer');
    await refuses(convert(sentencePieceBytes(PIECES).subarray(0, 20), 8), 'badTokenizer');
    await refuses(convert(sentencePieceBytes([...PIECES, { text: 'x', type: 9 }]), 8), 'badTokenizer');
    await refuses(convertTokenizer(files.path('nowhere.model'), 8), 'unreadable');
  });
});
