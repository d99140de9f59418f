import { strictEqual } from 'node:assert/strict';
import { wholeLines } from '../../../../src/core/completion/wholeLines.ts';

describe('what is left of a text that the limit of tokens cut off', () => {
  it('is all but its last line', () => {
    strictEqual(wholeLines('first();\n  secon'), 'first();');
    strictEqual(wholeLines('first();\n\n'), 'first();');
  });

  it('is all but the word at its end where there is only one line', () => {
    strictEqual(wholeLines('user = getUserByEm'), 'user = ');
    strictEqual(wholeLines('\n  größ += naïv'), '\n  größ += ');
    strictEqual(wholeLines('first(second, '), 'first(second, ');
  });

  it('is that word where there is nothing else, and all of it where words have no ends to be seen', () => {
    strictEqual(wholeLines('getUserByEm'), 'getUserByEm');
    strictEqual(wholeLines('\n  getUserByEm'), '\n  getUserByEm');
    strictEqual(wholeLines('// 保留属性'), '// 保留属性');
  });
});
