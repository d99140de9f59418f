import assert from 'node:assert/strict';
import { trimTrailingComma } from '../../../../../src/core/completion/filters/trimTrailingComma.ts';
import { at, filterBlock, filterLine, lines } from '../../../../support/cursor.ts';

const inJson = (picture: string): ReturnType<typeof at> => at(picture, { languageId: 'json' });

describe('trimTrailingComma', () => {
  it('leaves out the comma before what closes an object or a list', () => {
    const object = inJson(lines('{', '  "a": 1,█', '}'));
    assert.equal(filterBlock(trimTrailingComma, '\n  "b": 2,\n  "c": 3,', object), '\n  "b": 2,\n  "c": 3');
    assert.equal(filterLine(trimTrailingComma, '2, ', inJson('[1, █]')), '2');
  });

  it('keeps it where more follows, or nobody knows what does', () => {
    for (const picture of [lines('{', '  █', '  "b": 2', '}'), lines('{', '  █')]) {
      assert.equal(filterLine(trimTrailingComma, '"a": 1,', inJson(picture)), '"a": 1,');
    }
  });

  it('shows nothing that would be the comma alone', () => {
    assert.equal(filterLine(trimTrailingComma, ',', inJson('[1█]')), '✗ blank');
  });

  it('keeps it in a language that allows it', () => {
    assert.equal(filterLine(trimTrailingComma, '2,', at('[1, █]')), '2,');
  });
});
