import assert from 'node:assert/strict';
import { syntaxFaults } from '../../../../tools/eval/syntaxFaults.ts';
import { lines } from '../../../support/cursor.ts';

describe('syntaxFaults', () => {
  it('finds none in what parses', () => {
    assert.equal(syntaxFaults('const a = (b: number): string => `${b})`;\n', 'typescript'), 0);
    assert.equal(syntaxFaults('const a = <p>it is {b}</p>;\n', 'javascript'), 0);
    assert.equal(syntaxFaults('{"a": [1]}', 'json'), 0);
    assert.equal(syntaxFaults('fn main() { let a = vec![1]; }\n', 'rust'), 0);
  });

  it('finds what TypeScript’s own parser refuses', () => {
    assert.equal(syntaxFaults('const = 1;\n', 'typescript') > 0, true);
    assert.equal(syntaxFaults('return return;\n', 'javascript') > 0, true);
  });

  it('finds what is no JSON', () => {
    assert.equal(syntaxFaults('{"a": 1,}', 'json'), 1);
  });

  it('finds brackets that do not match', () => {
    assert.equal(syntaxFaults('fn main() { let a = (1; }\n', 'go') > 0, true);
    assert.equal(syntaxFaults('func main() { } }\n', 'go'), 1);
  });

  it('knows Python’s rules of indentation', () => {
    const good = lines(
      'def f(a,',
      '      b):',
      '    """Says',
      '  it."""',
      '    if a:  # why',
      '        return b',
      '    return (',
      'a)',
      '',
    );
    assert.equal(syntaxFaults(good, 'python'), 0);
    assert.equal(syntaxFaults(lines('def f():', 'return 1', ''), 'python'), 1);
    assert.equal(syntaxFaults(lines('a = 1', '    b = 2', ''), 'python'), 1);
    assert.equal(syntaxFaults(lines('if a:', '        b = 1', '    c = 2', ''), 'python'), 1);
  });

  it('leaves prose and shell scripts alone', () => {
    assert.equal(syntaxFaults('1) first :-)', 'markdown'), 0);
    assert.equal(syntaxFaults('case $a in\n  x) true ;;\nesac\n', 'shellscript'), 0);
  });
});
