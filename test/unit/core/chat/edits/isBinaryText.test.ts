import assert from 'node:assert/strict';
import { isBinaryText } from '../../../../../src/core/chat/edits/isBinaryText.ts';

describe('isBinaryText', () => {
  it('sees zero bytes, and many characters that no text has', () => {
    assert.equal(isBinaryText('GGUF\u0000\u0003'), true);
    assert.equal(isBinaryText('\uFFFDPNG\uFFFD\u0001abc'), true);
  });

  it('takes code of any language for text, coloured terminal output and form feeds included', () => {
    for (const text of [
      '',
      'a\tb\r\n',
      '变量 = "ä🙂"',
      '\u001B[31mred\u001B[0m',
      '\fpage',
      `x${'a'.repeat(99)}\uFFFD`,
    ]) {
      assert.equal(isBinaryText(text), false, text);
    }
  });
});
