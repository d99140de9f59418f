import assert from 'node:assert/strict';
import { badShows } from '../../../../tools/eval/badShow.ts';
import { type CompletionCase } from '../../../../tools/support/cases.ts';
import { lines } from '../../../support/cursor.ts';

/** Reads a drawn case: the cursor, what the author wrote, and the end of it. */
function drawn(picture: string, languageId = 'typescript'): CompletionCase {
  const [prefix = '', expected = '', suffix = ''] = picture.split(/[█▌]/u);
  return { id: 1, path: 'a', languageId, prefix, expected, suffix };
}

describe('badShows', () => {
  it('finds nothing wrong with a suggestion that is only not what the author wrote', () => {
    assert.deepEqual(badShows(drawn('const a = █b + c;▌\n'), 'd(e);', 0), []);
  });

  it('finds a text with nothing to see', () => {
    assert.deepEqual(badShows(drawn('const a = █b;▌\n'), ' \n', 0), ['empty']);
  });

  it('finds the next line written once more', () => {
    const one = drawn(lines('first();', '█second();▌', 'thirdCall();', ''));
    assert.deepEqual(badShows(one, 'thirdCall();', 0), ['duplicatesFollowing']);
    assert.deepEqual(badShows(one, 'second();\nthirdCall();', 0), ['duplicatesFollowing']);
  });

  it('finds the rest of the line written once more', () => {
    const one = drawn('total(█a▌, second);\n');
    assert.deepEqual(badShows(one, 'b, second);', 0), ['duplicatesFollowing', 'breaksSyntax']);
  });

  it('forgives what the author repeated too', () => {
    assert.deepEqual(badShows(drawn(lines('█same_line();▌', 'same_line();', '')), 'same_line();', 0), []);
  });

  it('finds a bracket that nobody closes, and one that closes nothing', () => {
    assert.deepEqual(badShows(drawn('const a = █b;▌\n'), 'call(b', 0), ['breaksSyntax']);
    assert.deepEqual(badShows(drawn('const a = █b;▌\n'), 'b);', 0), ['breaksSyntax']);
  });

  it('takes what a suggestion covers for gone', () => {
    assert.deepEqual(badShows(drawn('call(█a▌);\n'), 'b)', 1), []);
    assert.deepEqual(badShows(drawn('call(█a▌);\n'), 'b)', 0), ['breaksSyntax']);
  });

  it('does not hold against a suggestion what was broken before', () => {
    const one = drawn(lines('█function f() {▌', '  a();', '}', ''));
    assert.deepEqual(badShows(one, 'const b = 1;', 0), []);
  });
});
