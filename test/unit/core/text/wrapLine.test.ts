import assert from 'node:assert/strict';
import { wrapLine } from '../../../../src/core/text/wrapLine.ts';

describe('wrapLine', () => {
  it('breaks between words and leaves a word whole that is longer than a line', () => {
    assert.deepEqual(wrapLine('one two three', 8), ['one two', 'three']);
    assert.deepEqual(wrapLine('a incomprehensible b', 5), ['a', 'incomprehensible', 'b']);
  });

  it('indents what a list item goes on with', () => {
    assert.deepEqual(wrapLine('  - one two', 8), ['  - one', '    two']);
    assert.deepEqual(wrapLine('1. one two', 6), ['1. one', '   two']);
  });

  it('keeps an empty line', () => {
    assert.deepEqual(wrapLine('', 10), ['']);
  });
});
