import assert from 'node:assert/strict';
import { cutUnbalancedClosers } from '../../../../../src/core/completion/filters/cutUnbalancedClosers.ts';
import { at, filterBlock, filterLine, inMarkdown, inPython, lines } from '../../../../support/cursor.ts';

describe('cutUnbalancedClosers', () => {
  const cases: [sentence: string, picture: string, text: string, expected: string][] = [
    ['keeps brackets the text opens itself', 'const x = █', 'f(a[0]);', 'f(a[0]);'],
    ['keeps the closer of an open call', 'sum(█', 'a, b);', 'a, b);'],
    ['keeps the closer that the range will cover', 'sum(█)', 'a, b)', 'a, b)'],
    ['ends before a bracket that nothing opened', 'const x = █', 'a + b);', 'a + b'],
    ['ends before the second of two closers', 'sum(█)', 'a, b))', 'a, b)'],
    ['ends before a bracket of another kind', 'const x = █', 'f(a];', 'f(a'],
    ['does not count a bracket in a string', 'log(█)', '":)")', '":)")'],
    ['does not count a bracket in a comment', 'run();█', ' // (see above :)', ' // (see above :)'],
    ['does not count the open string before the cursor', 'log("█")', 'a) b")', 'a) b")'],
    ['goes back into a template', 'log(`${█}`)', 'name}!`)', 'name}!`)'],
  ];
  for (const [sentence, picture, text, expected] of cases) {
    it(sentence, () => {
      assert.equal(filterLine(cutUnbalancedClosers, text, at(picture)), expected);
    });
  }

  it('ends before the brace that closes the body below', () => {
    const document = at(lines('function f() {', '  return █', '}'));
    assert.equal(filterLine(cutUnbalancedClosers, 'a; }', document), 'a; ');
  });

  it('keeps a brace that the document leaves open', () => {
    const document = at(lines('function f() {', '  if (x) {', '    run();', '  █', '}'));
    assert.equal(filterLine(cutUnbalancedClosers, '}', document), '}');
  });

  it('ends before a second brace when only one is left open', () => {
    const document = at(lines('function f() {', '  if (x) {', '    run();', '  █', '}'));
    assert.equal(filterBlock(cutUnbalancedClosers, lines('}', '}'), document), '}\n');
  });

  it('trusts a closer when the document begins further up', () => {
    const document = at(lines('    run();', '  █'));
    assert.equal(filterLine(cutUnbalancedClosers, '});', document), '});');
  });

  it('lets prose have its smileys and enumerations', () => {
    assert.equal(filterLine(cutUnbalancedClosers, '1) bread :)', inMarkdown('█')), '1) bread :)');
  });

  it('reads a Python docstring as a string', () => {
    const document = inPython(lines('def f():', '    """Adds (or not', '    █'));
    assert.equal(filterLine(cutUnbalancedClosers, ':) values."""', document), ':) values."""');
  });

  it('does not take a Rust lifetime for a string', () => {
    const document = at("fn f<'a>(x: &'a str█", { languageId: 'rust' });
    assert.equal(
      filterLine(cutUnbalancedClosers, ", c: char) { x('(') }", document),
      ", c: char) { x('(') }",
    );
  });

  it('closes an object in JSON once', () => {
    const document = at(lines('{', '  "a": █', '}'), { languageId: 'json' });
    assert.equal(filterLine(cutUnbalancedClosers, '[1, 2] }', document), '[1, 2] ');
  });
});
