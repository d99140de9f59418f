import assert from 'node:assert/strict';
import { commentOfAnswer } from '../../../../../src/core/chat/edits/commentOfAnswer.ts';

const words = (answer: string, languageId = 'typescript', isCut = false): string | undefined => {
  const comment = commentOfAnswer(answer, isCut, languageId);
  return comment.kind === 'words' ? comment.words : undefined;
};

describe('commentOfAnswer', () => {
  it('takes the words of a comment alone, without its marks', () => {
    const answer =
      '```ts\n/**\n * Adds two numbers.\n *\n * @param a the first\n * @returns the sum\n */\n```\nIt adds.';
    assert.equal(words(answer), 'Adds two numbers.\n\n@param a the first\n@returns the sum');
  });

  it('takes the first comment of an answer that repeats the code, and nothing of the code', () => {
    const answer =
      'Sure! Here it is:\n\n```js\n// Adds two numbers.\n// Never throws.\nfunction sub(a, b) {\n  /* no */\n  return a - b;\n}\n```';
    assert.equal(words(answer, 'javascript'), 'Adds two numbers.\nNever throws.');
    assert.equal(words('```js\n/** Adds. */\nfunction f() {}\n```', 'javascript'), 'Adds.');
  });

  it('takes a Python docstring without its indentation', () => {
    const answer =
      'def f(a):\n    """Adds one.\n\n    Args:\n        a: a number\n    """\n    return a + 1\n';
    assert.equal(words(answer, 'python'), 'Adds one.\n\nArgs:\n    a: a number');
    assert.equal(words('# Adds one.\ndef f(a): ...', 'python'), 'Adds one.');
  });

  it('knows the marks of each language', () => {
    const answers: readonly [string, string][] = [
      ['rust', '```rust\n/// Adds it.\n/// Twice.\nfn f() {}\n```'],
      ['csharp', '/// Adds it.\n/// Twice.'],
      ['lua', '--- Adds it.\n-- Twice.\nfunction f() end'],
      ['ruby', '## Adds it.\n# Twice.'],
      ['html', '```html\n<!-- Adds it.\n     Twice. -->\n<ul></ul>\n```'],
      ['ocaml', '(* Adds it.\n   Twice. *)'],
      ['haskell', '{- Adds it.\n   Twice. -}'],
    ];
    for (const [languageId, answer] of answers) {
      assert.equal(words(answer, languageId), 'Adds it.\nTwice.', languageId);
    }
  });

  it('takes nothing inside a line for a comment', () => {
    assert.equal(words("const g = 'src/**/*.ts';\nconst h = 1;"), undefined);
    assert.equal(words('x = """a"""\n', 'python'), undefined);
  });

  it('takes sentences, without what introduces them', () => {
    assert.equal(words('Adds two numbers.'), 'Adds two numbers.');
    assert.equal(words('Here is the comment:\n\nAdds **two** numbers.\n'), 'Adds two numbers.');
    assert.equal(words('把两个数相加。'), '把两个数相加。');
  });

  it('says no sentence twice', () => {
    assert.equal(
      words('It adds a to b. It is pure. It adds a to b.\n\nIt is pure. It adds a to b.\n\na: a number'),
      'It adds a to b. It is pure.\n\na: a number',
    );
  });

  it('takes code without a comment for none', () => {
    for (const answer of [
      '```ts\nfunction f() {}\n```',
      'function f() {\n}',
      'const a = 1;',
      '',
      'You could write this:\n```ts\nf();\n```',
    ]) {
      assert.deepEqual(commentOfAnswer(answer, false, 'typescript'), { kind: 'none' }, answer);
    }
  });

  it('leaves out the last sentence of an answer that was cut, and nothing of a comment that had ended before', () => {
    const open = '```ts\n/**\n * Adds two numbers.\n * @param a the fir';
    assert.equal(words(open, 'typescript', true), 'Adds two numbers.');
    assert.equal(
      words('Adds a and b. Gives the sum. Never', 'typescript', true),
      'Adds a and b. Gives the sum.',
    );
    assert.deepEqual(commentOfAnswer('Adds two num', true, 'typescript'), { kind: 'cut' });
    assert.equal(words('```ts\n/** Adds. */\nfunction f(', 'typescript', true), 'Adds.');
    assert.equal(words('def f():\n    """Adds."""\n    ret', 'python', true), 'Adds.');
  });

  it('ends an essay', () => {
    const answer = Array.from({ length: 100 }, (_, index) => `Line ${index}.`).join('\n');
    assert.equal(words(answer)?.split('\n').length, 30);
  });
});
