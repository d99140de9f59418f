import assert from 'node:assert/strict';
import { trimEnd } from '../../../../../src/core/completion/filters/trimEnd.ts';
import { at, filterBlock, filterLine } from '../../../../support/cursor.ts';

describe('trimEnd', () => {
  it('removes white space at the end', () => {
    assert.equal(filterLine(trimEnd, 'a + b; \t', at('return █')), 'a + b;');
  });

  it('removes white space at each line’s end, and line breaks after the last', () => {
    assert.equal(filterBlock(trimEnd, '\n  a();  \n\t\n  b();\n\n', at('if (x) {█')), '\n  a();\n\n  b();');
  });

  it('leaves nothing of white space alone', () => {
    assert.equal(filterLine(trimEnd, '  ', at('a█b')), '');
  });

  it('keeps one space before a word that follows', () => {
    assert.equal(filterLine(trimEnd, 'new  ', at('const x = █Map();')), 'new ');
  });

  it('keeps none before a closer, nor before a space', () => {
    assert.equal(filterLine(trimEnd, 'a, ', at('f(█)')), 'a,');
    assert.equal(filterLine(trimEnd, 'a ', at('x = █ + b')), 'a');
  });
});
