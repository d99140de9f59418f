import assert from 'node:assert/strict';
import { cutRepetition } from '../../../../../src/core/completion/filters/cutRepetition.ts';
import { at, filterBlock, filterLine, inMarkdown, lines } from '../../../../support/cursor.ts';

describe('cutRepetition', () => {
  const cases: [sentence: string, text: string, expected: string][] = [
    ['keeps one of three equal lines', 'x = 1\ny = 2\ny = 2\ny = 2', 'x = 1\ny = 2'],
    ['keeps two equal lines', 'push(0);\npush(0);', 'push(0);\npush(0);'],
    ['keeps one of three equal groups of lines', 'a();\nb();\na();\nb();\na();\nb();', 'a();\nb();'],
    [
      'lets short lines recur',
      'case 1:\n  break;\ncase 2:\n  break;\ncase 3:\n  break;',
      'case 1:\n  break;\ncase 2:\n  break;\ncase 3:\n  break;',
    ],
    [
      'ends before a long line comes a third time',
      'The sky is blue.\nA\nThe sky is blue.\nB\nThe sky is blue.',
      'The sky is blue.\nA\nThe sky is blue.\nB',
    ],
    ['keeps closers of several levels', '    }\n  }\n}', '    }\n  }\n}'],
    [
      'keeps the first of a phrase that loops to the end',
      'I think that I think that I think that I think',
      'I think that ',
    ],
    ['keeps a list that comes to its end', '0, 0, 0, 0, 0, 0, 0, 0]', '0, 0, 0, 0, 0, 0, 0, 0]'],
    [
      'keeps the first Chinese sentence of a loop',
      '今天天气很好。今天天气很好。今天天气很好。今天天气很好。',
      '今天天气很好。',
    ],
    ['keeps a laugh', '哈哈哈哈哈哈！', '哈哈哈哈哈哈！'],
    ['ends before a letter that goes on and on', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa', '✗ repeatsItself'],
    ['ends before emoji that go on and on', 'Great! 😂😂😂😂😂😂😂😂😂😂😂😂', 'Great! '],
    ['keeps a long number', '10000000000000000n', '10000000000000000n'],
    ['keeps a rule in a comment', `// ${'-'.repeat(70)}`, `// ${'-'.repeat(70)}`],
    ['shortens a rule nobody would draw', '='.repeat(300), '='.repeat(80)],
  ];
  for (const [sentence, text, expected] of cases) {
    it(sentence, () => {
      assert.equal(filterBlock(cutRepetition, text, at('█')), expected);
    });
  }

  it('keeps the separator row of a Markdown table', () => {
    const row = ' --- | --- | --- | --- | --- |';
    assert.equal(filterLine(cutRepetition, row, inMarkdown(lines('| a | b | c | d | e |', '|█'))), row);
  });
});
