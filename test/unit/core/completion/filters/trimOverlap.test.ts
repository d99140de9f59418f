import assert from 'node:assert/strict';
import { trimOverlap } from '../../../../../src/core/completion/filters/trimOverlap.ts';
import { at, filterBlock, filterLine, lines } from '../../../../support/cursor.ts';

describe('trimOverlap', () => {
  it('ends the text where the rest of the line begins with its end', () => {
    assert.equal(filterLine(trimOverlap, 'ancelledError', at('export { isC█elledError };')), 'anc');
  });

  it('shows nothing where nothing else is left', () => {
    assert.equal(
      filterLine(trimOverlap, 'elledError', at('export { isCanc█elledError };')),
      '✗ alreadyFollows',
    );
  });

  it('takes a few letters for chance', () => {
    assert.equal(filterLine(trimOverlap, 'las', at('const c█s')), 'las');
  });

  it('leaves alone what goes over several lines', () => {
    const document = at(lines('call(█second);'));
    assert.equal(filterBlock(trimOverlap, 'first,\n  second', document), 'first,\n  second');
  });
});
