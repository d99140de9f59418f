import assert from 'node:assert/strict';
import { dropInvalidText } from '../../../../../src/core/completion/filters/dropInvalidText.ts';
import { at, filterLine } from '../../../../support/cursor.ts';

describe('dropInvalidText', () => {
  const cases: [sentence: string, text: string, expected: string][] = [
    ['keeps tabs, line breaks and emoji', '\tdone("👍🏽");\n', '\tdone("👍🏽");\n'],
    ['keeps Chinese text', '你好，世界。', '你好，世界。'],
    ['ends before a character that was decoded in halves', '价格\uFFFD', '价格'],
    ['ends before a NUL', 'return\0 x', 'return'],
    ['ends before a lone surrogate', 'ok \uD83D', 'ok '],
    ['ends before an escape sequence', 'red\u001B[31m', 'red'],
    ['ends before a control that reorders the line', 'if (admin\u202E', 'if (admin'],
    ['drops what has nothing valid before it', ' \uFFFD\uFFFDx', '✗ invalidText'],
  ];
  for (const [sentence, text, expected] of cases) {
    it(sentence, () => {
      assert.equal(filterLine(dropInvalidText, text, at('█')), expected);
    });
  }
});
