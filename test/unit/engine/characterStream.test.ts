import assert from 'node:assert/strict';
import { CharacterStream } from '../../../src/engine/worker/characterStream.ts';

/** A vocabulary in which every byte is a token: the worst case. */
const detokenizeBytes = (tokens: readonly number[]): string =>
  new TextDecoder().decode(Uint8Array.from(tokens));

function stream(bytes: Iterable<number>): { text: string; pieces: string[]; invalid: boolean } {
  const characters = new CharacterStream(detokenizeBytes, []);
  const pieces: string[] = [];
  for (const byte of bytes) {
    const { text, invalid } = characters.push(byte);
    pieces.push(text);
    if (invalid) {
      return { text: pieces.join(''), pieces, invalid };
    }
  }
  return { text: pieces.join(''), pieces, invalid: false };
}

describe('CharacterStream', () => {
  for (const text of ['你好，世界', '👍🏽 🏳️‍🌈', 'e\u0301 ก็', 'naïve', 'plain']) {
    it(`gives “${text}” whole characters at a time`, () => {
      const result = stream(new TextEncoder().encode(text));
      assert.equal(result.text, text);
      assert.ok(result.pieces.every((piece) => !piece.includes('\uFFFD')));
      assert.equal(result.invalid, false);
    });
  }

  it('keeps back a character that is cut at the end', () => {
    assert.equal(stream(new TextEncoder().encode('a你').slice(0, 3)).text, 'a');
  });

  it('ends before bytes that are no character', () => {
    const result = stream([...new TextEncoder().encode('ok'), 0xff, 0xff, 0xff, 0xff, 0x61]);
    assert.deepEqual([result.text, result.invalid], ['ok', true]);
  });

  it('ends when a character breaks off and another text follows', () => {
    const result = stream([0xe4, 0xbd, 0x61]);
    assert.deepEqual([result.text, result.invalid], ['', true]);
  });
});
