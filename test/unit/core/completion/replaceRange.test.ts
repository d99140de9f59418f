import assert from 'node:assert/strict';
import { replaceLength, withClosersBelow } from '../../../../src/core/completion/replaceRange.ts';
import { at, inMarkdown, inPython, lines } from '../../../support/cursor.ts';

describe('replaceLength', () => {
  const cases: [sentence: string, picture: string, text: string, expected: number][] = [
    ['covers the bracket the text closes itself', 'sum(█)', 'a, b)', 1],
    ['covers a bracket and the semicolon after it', 'sum(█);', 'a, b);', 2],
    ['leaves the semicolon the text does not bring', 'sum(█);', 'a, b)', 1],
    ['leaves the bracket when the text closes only its own', 'sum(█)', 'f(a), ', 0],
    ['covers quote and bracket', 'log("█")', 'hello")', 2],
    ['covers the quote alone', 'log("█")', 'hello"', 1],
    ['covers both when more arguments come between', 'log("█")', 'hello", "world")', 2],
    ['leaves a quote that the text opens and closes', 'log(█)', '"hello"', 0],
    ['does not take a bracket in a string for the closer', 'log(█)', '":)"', 0],
    ['covers brackets across lines', 'on(() => {█})', '\n  run();\n})', 2],
    ['covers a space before the closer', '{ a: █ }', '1 }', 2],
    ['covers nothing of a line that goes on', 'read(█).then(show)', 'path)', 0],
    ['covers nothing where nothing follows', 'sum(█', 'a, b)', 0],
    ['goes on after a call that follows the closer', 'sum(█);', 'a).then(b);', 2],
    ['covers the braces of a template', 'log(`${█}`)', 'name}`)', 3],
  ];
  for (const [sentence, picture, text, expected] of cases) {
    it(sentence, () => {
      assert.equal(replaceLength(text, at(picture)), expected);
    });
  }

  it('covers all three quotes of a docstring', () => {
    assert.equal(replaceLength('Adds."""', inPython(lines('def f():', '    """█"""'))), 3);
  });

  it('covers the bracket of a Markdown link', () => {
    assert.equal(replaceLength('https://example.org)', inMarkdown('[site](█)')), 1);
  });

  it('covers a Chinese quotation mark', () => {
    assert.equal(replaceLength('你好”', inMarkdown('他说“█”')), 1);
  });
});

describe('withClosersBelow', () => {
  const rows: readonly (readonly [sentence: string, picture: string, text: string, expected: string])[] = [
    ['puts a brace on its own line', '  f(a) {█}', '\n    a();', '\n    a();\n  }'],
    ['puts all closers there', 'on(() => {█});', '\n  a();', '\n  a();\n});'],
    ['leaves what the text brings itself', 'on(() => {█})', '\n  a();\n})', '\n  a();\n})'],
    ['leaves a text on the line of its opener', 'f(() => {█})', ' a();', ' a();'],
    ['leaves a text that closes more or less than that', 'f({█})', '\n  a: g(', '\n  a: g('],
    ['leaves a text before more than closers', 'f({█}, b)', '\n  a,', '\n  a,'],
    ['leaves a text before nothing', 'if (a) {█', '\n  a();', '\n  a();'],
  ];
  for (const [sentence, picture, text, expected] of rows) {
    it(sentence, () => {
      const document = at(picture);
      assert.equal(withClosersBelow(text, document), expected);
      if (expected !== text) {
        assert.equal(replaceLength(expected, document), document.suffix.length);
      }
    });
  }
});
