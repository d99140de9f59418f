import assert from 'node:assert/strict';
import { commitMessage } from '../../../../../src/core/chat/edits/commitMessage.ts';

describe('commitMessage', () => {
  for (const [what, answer] of [
    ['fences', '```\nAdd a cache\n```'],
    ['fences with a language and words around them', 'Sure:\n```text\nAdd a cache\n```\nHope this helps!'],
    ['quotes', '"Add a cache"'],
    ['backticks', '`Add a cache`'],
    ['a label', '**Commit message:** Add a cache'],
    ['a heading and a full stop', '# Add a cache.'],
    ['an introduction', 'Here is the commit message:\n\nAdd a cache\n'],
    ['the mark of a list', '- Add a cache'],
    ['CRLF', '\r\nAdd a cache\r\n'],
  ] as const) {
    it(`takes away ${what}`, () => {
      assert.equal(commitMessage(answer), 'Add a cache');
    });
  }

  it('puts an empty line between subject and body', () => {
    assert.equal(commitMessage('Add a cache\nIt was slow.'), 'Add a cache\n\nIt was slow.');
  });

  it('moves the second sentence of a subject into the body', () => {
    const [subject, , body] = commitMessage(
      'Add a cache to the loader. It had read every file anew with every request before.',
    ).split('\n');
    assert.equal(subject, 'Add a cache to the loader');
    assert.equal(body, 'It had read every file anew with every request before.');
  });

  it('cuts a subject at a word, and says it whole in the body', () => {
    const [subject = '', , ...body] = commitMessage(`Add ${'very '.repeat(20)}much`).split('\n');
    assert.ok(subject.length <= 72 && subject.endsWith('very…'), subject);
    assert.equal(body.join(' '), `Add ${'very '.repeat(20)}much`);
  });

  it('wraps the body, and indents what a list item goes on with', () => {
    const lines = commitMessage(`Add\n\n- ${'word '.repeat(30).trim()}\n- two`).split('\n');
    assert.ok(lines.every((line) => line.length <= 72));
    assert.ok(lines[3]?.startsWith('  word'), lines.join('\n'));
    assert.equal(lines.at(-1), '- two');
  });

  it('is empty for a diff that the model repeats, for code and for marks alone', () => {
    for (const answer of [
      '@@ -1,7 +1,7 @@ import',
      'diff --git a/x b/x',
      '```ts\nimport {\n```',
      '#',
      'f();',
      'The changes of src/cache.ts:',
      'modified src/cache.ts (+2 -1)',
      '+const cache = new Map()',
      "import { cache } from './cache.ts'",
      'const cache = new Map()',
      '// A cache',
    ]) {
      assert.equal(commitMessage(answer), '', answer);
    }
  });

  it('is a subject that begins like code, and is none', () => {
    for (const subject of [
      'import of old settings is gone',
      'Return early from f()  when idle',
      'class names in kebab case',
    ]) {
      assert.equal(commitMessage(subject), subject);
    }
  });

  it('is empty for an answer without one', () => {
    assert.equal(commitMessage('```\n```'), '');
    assert.equal(commitMessage('  \n'), '');
  });
});
