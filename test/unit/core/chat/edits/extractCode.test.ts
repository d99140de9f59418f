import assert from 'node:assert/strict';
import { codeBlocks, extractCode } from '../../../../../src/core/chat/edits/extractCode.ts';

const code = (answer: string, isCut = false): unknown => extractCode(answer, isCut);

describe('extractCode', () => {
  it('takes the code between fences and leaves the words around it', () => {
    assert.deepEqual(code('Sure! Here it is:\n\n```ts\nlet a = 1;\n```\n\nI changed b to a.'), {
      kind: 'code',
      code: 'let a = 1;',
    });
  });

  it('takes a block without a language, with tildes, indented, or with longer fences around shorter ones', () => {
    assert.deepEqual(code('```\na\n```'), { kind: 'code', code: 'a' });
    assert.deepEqual(code('~~~py\na\n~~~'), { kind: 'code', code: 'a' });
    assert.deepEqual(code('  ```js\n  a\n  ```'), { kind: 'code', code: '  a' });
    assert.deepEqual(code('````md\n```js\na\n```\n````'), { kind: 'code', code: '```js\na\n```' });
  });

  it('keeps the blocks inside a Markdown block whose fence is as long as theirs', () => {
    const [block, ...others] = codeBlocks('```markdown\n# Title\n```js\na\n```\nend\n```\n');
    assert.deepEqual([block?.code, others], ['# Title\n```js\na\n```\nend', []]);
  });

  it('takes the largest of several blocks', () => {
    assert.deepEqual(code('```sh\nnpm i\n```\nthen\n```ts\nconst answer = 42;\n```'), {
      kind: 'code',
      code: 'const answer = 42;',
    });
  });

  it('calls a block cut that the limit of tokens ended, and whole one whose fence the model forgot', () => {
    assert.deepEqual(code('```ts\nlet a = 1;\nlet b', true), { kind: 'cut', code: 'let a = 1;\nlet b' });
    assert.deepEqual(code('```ts\nlet a = 1;'), { kind: 'code', code: 'let a = 1;' });
    assert.deepEqual(code('```ts\nlet a = 1;\n```\nThis is bec', true), { kind: 'code', code: 'let a = 1;' });
  });

  it('takes an answer that is nothing but code, and no answer of words', () => {
    assert.deepEqual(code('\nconst a = 1;\nreturn a;\n'), { kind: 'code', code: 'const a = 1;\nreturn a;' });
    assert.deepEqual(code('I cannot help with that request.'), { kind: 'none' });
    assert.deepEqual(code('```ts\n```'), { kind: 'none' });
    assert.deepEqual(code(''), { kind: 'none' });
  });

  it('reads an answer with CRLF as one with line feeds', () => {
    assert.deepEqual(code('```ts\r\na\r\nb\r\n```\r\n'), { kind: 'code', code: 'a\nb' });
  });
});
