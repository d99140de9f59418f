import assert from 'node:assert/strict';
import { trimDoubledSpace } from '../../../../../src/core/completion/filters/trimDoubledSpace.ts';
import { at, filterLine } from '../../../../support/cursor.ts';

describe('trimDoubledSpace', () => {
  it('leaves out the space that already stands before the cursor', () => {
    assert.equal(filterLine(trimDoubledSpace, ' 1;', at('const x = █')), '1;');
  });

  it('keeps the space that is missing before the cursor', () => {
    assert.equal(filterLine(trimDoubledSpace, ' 1;', at('const x =█')), ' 1;');
  });

  it('keeps the alignment of columns', () => {
    assert.equal(filterLine(trimDoubledSpace, ' // b', at('a();   █')), ' // b');
    assert.equal(filterLine(trimDoubledSpace, '   // b', at('a(); █')), '   // b');
  });

  it('leaves indentation to the filter for indentation', () => {
    assert.equal(filterLine(trimDoubledSpace, '  x', at('  █')), '  x');
  });
});
