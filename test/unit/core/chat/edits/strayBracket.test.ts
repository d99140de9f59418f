import assert from 'node:assert/strict';
import { strayBracket } from '../../../../../src/core/chat/edits/strayBracket.ts';

const CODE = 'function f(a) {\n  if (a) {\n    return [a];\n  }\n}';

describe('strayBracket', () => {
  it('finds one that the replacement leaves open', () => {
    assert.deepEqual(strayBracket(CODE, CODE.slice(0, -1), 'javascript'), {
      kind: 'unclosed',
      character: '}',
    });
    assert.deepEqual(strayBracket('f(a)', 'f(g(a)', 'python'), { kind: 'unclosed', character: ')' });
  });

  it('finds one that nothing had opened', () => {
    assert.deepEqual(strayBracket(CODE, `${CODE}\n}`, 'javascript'), { kind: 'unopened', character: '}' });
  });

  it('finds none where all are in strings and comments, or where the code had as many', () => {
    assert.equal(strayBracket(CODE, `${CODE} // {\nconst s = "(";`, 'javascript'), undefined);
    assert.equal(strayBracket('if (a) {', 'if (a && b) {', 'javascript'), undefined);
    assert.equal(strayBracket('} else {', '} else if (b) {', 'javascript'), undefined);
    assert.equal(strayBracket('return `${a}`;', 'return `${a}${b}`;', 'typescript'), undefined);
  });

  it('says nothing of a repair', () => {
    assert.equal(strayBracket(CODE.slice(0, -1), CODE, 'javascript'), undefined);
  });
});
