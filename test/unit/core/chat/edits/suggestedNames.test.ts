import assert from 'node:assert/strict';
import { namesQuestion, suggestedNames } from '../../../../../src/core/chat/edits/suggestedNames.ts';

const names = (answer: string): readonly string[] => suggestedNames(answer, 'cnt');

describe('suggestedNames', () => {
  for (const [what, answer] of [
    ['alone on their lines', 'userCount\nrowCount\ntotal'],
    ['with CRLF', 'userCount\r\nrowCount\r\ntotal\r\n'],
    ['numbered', '1. userCount\n2. rowCount\n3) total'],
    ['as a list', '- `userCount`\n* "rowCount"\n• total()'],
    ['with what they say about themselves', 'userCount: counts `users`\n**rowCount** - rows\ntotal (short)'],
    ['in one line', 'userCount, rowCount, total'],
    ['as JSON', '["userCount", "rowCount", "total"]'],
    ['in a fenced block after an introduction', 'Here are some names:\n```\nuserCount\nrowCount\ntotal\n```'],
    ['before a closing sentence', 'userCount\nrowCount\ntotal\nThese names are clearer.'],
  ] as const) {
    it(`reads names ${what}`, () => {
      assert.deepEqual(names(answer), ['userCount', 'rowCount', 'total']);
    });
  }

  it('takes each name once, and never the present one', () => {
    assert.deepEqual(names('total\ncnt\ntotal\n`cnt`\nsum'), ['total', 'sum']);
  });

  it('takes nothing that is no identifier, or a word of the language', () => {
    assert.deepEqual(names('user-count\n3rows\nclass\nreturn\nuser count\n计数\n_x$'), ['计数', '_x$']);
  });

  it('finds none in an answer of words, or in an empty one', () => {
    assert.deepEqual(names('I think that the name is fine as it is.'), []);
    assert.deepEqual(names('Sure, here you go'), []);
    assert.deepEqual(names(''), []);
  });

  it('finds none in code that the model repeats', () => {
    assert.deepEqual(names('```javascript\nconst {\n  a,\n  MAX_TOKENS,\n} = cnt;\n```'), []);
    assert.deepEqual(names('```javascript\n```\n```\n```'), []);
  });

  it('reads a few only', () => {
    assert.equal(names(Array.from({ length: 50 }, (_, index) => `name${index}`).join('\n')).length, 8);
  });

  it('are asked for by the present name', () => {
    assert.match(namesQuestion('cnt'), /`cnt`/u);
  });
});
