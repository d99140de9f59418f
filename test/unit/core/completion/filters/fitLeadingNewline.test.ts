import assert from 'node:assert/strict';
import { fitLeadingNewline } from '../../../../../src/core/completion/filters/fitLeadingNewline.ts';
import { at, filterBlock, filterLine, inPython, lines } from '../../../../support/cursor.ts';

describe('fitLeadingNewline', () => {
  it('leaves nothing of a one-line suggestion that begins on the next line', () => {
    assert.equal(filterLine(fitLeadingNewline, '\nconst y = 2;', at('const x = 1;█')), '');
  });

  it('keeps the line break after an opener when several lines are asked for', () => {
    assert.equal(filterBlock(fitLeadingNewline, '\n  run();', at('if (x) {█')), '\n  run();');
  });

  it('makes one line break of several', () => {
    assert.equal(filterBlock(fitLeadingNewline, '\n\n \n    run()', inPython('if x:█')), '\n    run()');
  });

  it('brings the next line to a cursor that waits on an empty one', () => {
    assert.equal(filterLine(fitLeadingNewline, '\ndef g():', inPython('import os\n█')), 'def g():');
  });

  it('leaves nothing when the text goes on outside the block the cursor stands in', () => {
    const document = inPython(lines('def f():', '    return 1', '    █'));
    assert.equal(filterBlock(fitLeadingNewline, '\n\ndef g():\n    pass', document), '');
  });

  it('does nothing to a text that begins with a word', () => {
    assert.equal(filterBlock(fitLeadingNewline, '1;\nb();', at('a = █')), '1;\nb();');
  });
});
