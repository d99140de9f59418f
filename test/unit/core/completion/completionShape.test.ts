import assert from 'node:assert/strict';
import { completionShape } from '../../../../src/core/completion/completionShape.ts';
import { at, inMarkdown, inPython, lines } from '../../../support/cursor.ts';

describe('completionShape', () => {
  it('asks for the line where the user wants no more', () => {
    const opener = at('function f() {█');
    assert.deepEqual(
      [true, false].map((oneLine) => completionShape({ ...opener, oneLine })),
      ['line', 'block'],
    );
  });

  describe('asks for a block', () => {
    const pictures: [sentence: string, picture: string][] = [
      ['after a brace that opens a body', 'function f() {█'],
      ['after an arrow and a brace', 'on(() => {█'],
      ['between the braces of a body', 'on(() => {█})'],
      ['on the empty line after an opener', lines('function f() {', '  █', '}')],
      ['on the empty line of an open call', lines('sum(', '  █', ')')],
      ['at the end of an indented body', lines('function f() {', '  const a = 1;', '  █', '}')],
      ['below a comment', lines('// The sum of two numbers.', '█')],
      ['below a documentation comment', lines('/**', ' * The sum.', ' */', '█')],
    ];
    for (const [sentence, picture] of pictures) {
      it(sentence, () => {
        assert.equal(completionShape(at(picture)), 'block');
      });
    }

    it('after a colon in Python', () => {
      assert.equal(completionShape(inPython('def f(a):█')), 'block');
      assert.equal(completionShape(inPython(lines('for a in b:', '    █'))), 'block');
    });

    it('in an object of JSON', () => {
      assert.equal(completionShape(at(lines('{', '  "a": 1,', '  █', '}'), { languageId: 'json' })), 'block');
    });

    it('in a new list item of Markdown', () => {
      assert.equal(completionShape(inMarkdown(lines('- bread', '- █'))), 'block');
      assert.equal(completionShape(inMarkdown('1. [ ] █')), 'block');
    });

    it('at the start of a paragraph', () => {
      assert.equal(completionShape(inMarkdown(lines('# 四季', '', '█'))), 'block');
    });
  });

  describe('asks for a line', () => {
    const pictures: [sentence: string, picture: string][] = [
      ['within an expression', 'const x = █'],
      ['between the brackets of a call', 'sum(█)'],
      ['between the braces of an import', 'import {█}'],
      ['after an open call', 'sum(█'],
      ['in front of more text', 'if (x) {█ return; }'],
      ['in a comment that ends with a brace', '// like {█'],
      [
        'between statements of the same level',
        lines('function f() {', '  const a = 1;', '  █', '  return a;', '}'),
      ],
      ['on an empty line at column 0', lines('const a = 1;', '█')],
    ];
    for (const [sentence, picture] of pictures) {
      it(sentence, () => {
        assert.equal(completionShape(at(picture)), 'line');
      });
    }

    it('after a colon that opens nothing in Python', () => {
      assert.equal(completionShape(inPython('x = a[1:█')), 'line');
    });

    it('within a sentence of prose', () => {
      assert.equal(completionShape(inMarkdown('今天天气█')), 'line');
      assert.equal(completionShape(inMarkdown('The sky (█')), 'line');
    });
  });
});
