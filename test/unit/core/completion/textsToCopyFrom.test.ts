import assert from 'node:assert/strict';
import { textsToCopyFrom } from '../../../../src/core/completion/textsToCopyFrom.ts';
import { at } from '../../../support/cursor.ts';

describe('textsToCopyFrom', () => {
  it('is the text around the cursor, then the others', () => {
    assert.deepEqual(textsToCopyFrom(at('let a;\nlet b = █;\n'), [{ path: 'a.ts', text: 'other' }]), [
      'let a;\nlet b',
      ';\n',
      'other',
    ]);
  });

  it('leaves out the last word: it would be its own precedent', () => {
    for (const prefix of ['a = go', 'a = go ', 'a =\n  go(1);\n']) {
      assert.equal(textsToCopyFrom(at(`${prefix}█`), [])[0], 'a =', prefix);
    }
    assert.equal(textsToCopyFrom(at('word█'), [])[0], '');
    assert.equal(textsToCopyFrom(at(' █'), [])[0], '');
  });
});
