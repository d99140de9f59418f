import assert from 'node:assert/strict';
import { dropBlank } from '../../../../../src/core/completion/filters/dropBlank.ts';
import { at, filterLine } from '../../../../support/cursor.ts';

describe('dropBlank', () => {
  it('drops a suggestion of white space', () => {
    assert.equal(filterLine(dropBlank, ' \t\n ', at('const x = █')), '✗ blank');
  });

  it('drops an empty suggestion', () => {
    assert.equal(filterLine(dropBlank, '', at('const x = █')), '✗ blank');
  });

  it('keeps a single visible character, and the space before it', () => {
    assert.equal(filterLine(dropBlank, ' 1', at('const x =█')), ' 1');
  });
});
