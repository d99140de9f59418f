import assert from 'node:assert/strict';
import { asComment, commentSyntax, isCommentLine } from '../../../../src/core/completion/commentSyntax.ts';

describe('commentSyntax', () => {
  it('knows the marks of a language by its VS Code identifier', () => {
    assert.deepEqual(commentSyntax('typescript'), { line: '//', block: ['/*', '*/'] });
    assert.equal(commentSyntax('plaintext'), undefined);
  });

  it('prefers the comment that ends with the line', () => {
    assert.equal(asComment('a', 'sql'), '-- a');
    assert.equal(asComment('a', 'ocaml'), '(* a *)');
    assert.equal(asComment('a', 'json'), undefined);
  });

  it('tells a line that is only a comment', () => {
    assert.equal(isCommentLine('  // a', 'typescript'), true);
    assert.equal(isCommentLine('   * inside', 'typescript'), true);
    assert.equal(isCommentLine('a(); // b', 'typescript'), false);
    assert.equal(isCommentLine('# heading', 'markdown'), false);
  });
});
