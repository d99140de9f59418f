import assert from 'node:assert/strict';
import { commentLanguage, documentSpan } from '../../../../../src/core/chat/edits/documentSpan.ts';

/** Where the comment for the line `fn` begins. */
const span = (text: string): number => {
  const lines = text.split('\n');
  return documentSpan((line) => lines[line] ?? '', lines.indexOf('fn'));
};

describe('documentSpan', () => {
  it('begins with the comment that documents the code already', () => {
    assert.equal(span('x\n/** Old. */\nfn'), 1);
    assert.equal(span('x\n/**\n * Old.\n *\n * @a\n */\nfn'), 1);
    assert.equal(span('x\n/// Old\n/// one.\n#[inline]\nfn'), 1);
    assert.equal(span('/**\n * Old.\n */\n@cached\n@Named("a")\nfn'), 0);
  });

  it('begins with the code where another comment stands above it, or none right above', () => {
    for (const [text, line] of [
      ['fn', 0],
      ['x\nfn', 1],
      ['/** Of another. */\n\nfn', 2],
      ['x /* y */\nfn', 1],
      ['/* no\n * documentation\n */\nfn', 3],
      ['a * b\n * c\n */\nfn', 3],
      ['// eslint-disable-next-line\nfn', 1],
      ['/// <reference types="node" />\nfn', 1],
      ['const a = [1]\nfn', 1],
    ] as const) {
      assert.equal(span(text), line, text);
    }
  });
});

describe('commentLanguage', () => {
  it('is the script’s within a script, and none where there are no comments', () => {
    assert.equal(commentLanguage('vue', 'const a = 1;'), 'typescript');
    assert.equal(commentLanguage('vue', '  <ul></ul>'), 'vue');
    assert.equal(commentLanguage('rust', 'fn f() {}'), 'rust');
    assert.equal(commentLanguage('json', '{}'), undefined);
    assert.equal(commentLanguage('plaintext', 'Words.'), undefined);
  });
});
