import assert from 'node:assert/strict';
import { editOfAnswer, growingEdit } from '../../../../../src/core/chat/edits/editOfAnswer.ts';

const SELECTED = { text: '  let a = 1;\n  let b = 2;\n  return a + b;', before: '' };
const edit = (answer: string, isCut = false): unknown => editOfAnswer(answer, isCut, SELECTED);

describe('editOfAnswer', () => {
  it('puts the code between the fences in the selection’s place, without the words around it', () => {
    assert.deepEqual(edit('Sure!\n```ts\nconst a = 1;\nreturn a + 2;\n```\nI removed b.'), {
      kind: 'replace',
      text: '  const a = 1;\n  return a + 2;',
    });
  });

  it('keeps tabs and CRLF', () => {
    const tabs = { text: '\tif (a) {\r\n\t\tb();\r\n\t}\r\n', before: '' };
    assert.deepEqual(editOfAnswer('```\nif (a) {\n\tc();\n}\n```', false, tabs), {
      kind: 'replace',
      text: '\tif (a) {\r\n\t\tc();\r\n\t}\r\n',
    });
  });

  it('takes no answer for whole that was cut, that is words, or that changes nothing', () => {
    assert.deepEqual(edit('```ts\nconst a = 1;\nretu', true), { kind: 'cut', code: 'const a = 1;\nretu' });
    assert.deepEqual(edit('I would rename the variables first.'), { kind: 'words' });
    assert.deepEqual(edit('```ts\nlet a = 1;\nlet b = 2;\nreturn a + b;\n```'), { kind: 'unchanged' });
  });

  for (const line of [
    '// ...',
    '// … rest of the code',
    '# ... existing code ...',
    '/* ... unchanged ... */',
    '<!-- ... -->',
    '// rest of the function remains the same',
    '// The rest of your code here',
    '-- ... (remaining columns)',
  ]) {
    it(`takes no answer for whole that says “${line}” in place of code`, () => {
      const found = editOfAnswer(`\`\`\`\nconst a = 1;\n  ${line}\n\`\`\``, false, SELECTED);
      assert.deepEqual(found, { kind: 'abridged', code: `const a = 1;\n  ${line}`, line });
    });
  }

  for (const line of ['...rest,', '...', '// rest in peace', 'function f(...rest) {}', '# ...']) {
    it(`does not take “${line}” for such a line where it is code or was there before`, () => {
      const selected = { text: 'a();\n# ...', before: '' };
      assert.equal(editOfAnswer(`\`\`\`\nb();\n${line}\n\`\`\``, false, selected).kind, 'replace');
    });
  }
});

describe('growingEdit', () => {
  it('is nothing before the first whole line of code', () => {
    for (const answer of ['', 'Sure, here', 'Sure:\n```ts', 'Sure:\n```ts\n', '```ts\nconst']) {
      assert.equal(growingEdit(answer, SELECTED), undefined, answer);
    }
  });

  it('is the lines written so far, then what the selection has after as many', () => {
    assert.equal(
      growingEdit('```ts\nconst a = 1;\nretu', SELECTED),
      '  const a = 1;\n  let b = 2;\n  return a + b;',
    );
  });

  it('shows no fence, not even half of one', () => {
    const answer = '```ts\nconst a = 1;\nconst b = 2;\nreturn a * b;\n``';
    assert.equal(growingEdit(answer, SELECTED), '  const a = 1;\n  const b = 2;\n  return a * b;');
    assert.equal(growingEdit(`${answer}\`\nDone.\n`, SELECTED), growingEdit(answer, SELECTED));
  });
});
