import assert from 'node:assert/strict';
import { InputMethodWatch } from '../../../../src/core/completion/inputMethod.ts';

/** Types a text key by key at `offset`; returns whether each key looked like composing. */
function typed(watch: InputMethodWatch, text: string, offset = 0): boolean[] {
  return Array.from(text, (character, index) => {
    watch.note({ documentId: 'a', offset: offset + index, replacedLength: 0, text: character });
    return watch.isComposing;
  });
}

/** Composes through the states of an input method, as VS Code reports them. */
function composed(watch: InputMethodWatch, states: readonly string[], offset = 0): boolean[] {
  return states.map((text, index) => {
    watch.note({ documentId: 'a', offset, replacedLength: states[index - 1]?.length ?? 0, text });
    return watch.isComposing;
  });
}

describe('InputMethodWatch', () => {
  it('sees nothing in plain typing', () => {
    assert.deepEqual(typed(new InputMethodWatch(), 'const a'), Array(7).fill(false));
  });

  it('learns of pinyin from the first commit', () => {
    const states = ['n', 'ni', 'ni h', 'ni ha', 'ni hao', '你好'];
    assert.deepEqual(composed(new InputMethodWatch(), states), Array(6).fill(false));
  });

  it('does not take a number that is counted up for a composition', () => {
    assert.deepEqual(composed(new InputMethodWatch(), ['7', '8', '9', '10', '11']), Array(5).fill(false));
  });

  it('knows the next composition from its first letter', () => {
    const watch = new InputMethodWatch();
    composed(watch, ['n', 'ni', '你']);
    assert.deepEqual(composed(watch, ['h', 'ha', 'hao', '好'], 1), [true, true, true, false]);
  });

  it('recognises kana that turn into kanji', () => {
    assert.deepEqual(composed(new InputMethodWatch(), ['ｎ', 'に', 'にｈ', 'にほ', 'にほん', '日本']), [
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });

  it('lets an author who also composes type code', () => {
    const watch = new InputMethodWatch();
    composed(watch, ['n', 'ni', '你']);
    assert.deepEqual(typed(watch, 'abc', 5), [true, false, false]);
    assert.deepEqual(typed(watch, ' = 1', 8), [false, false, false, false]);
  });

  it('does not take an accepted word of the popup for a composition', () => {
    const watch = new InputMethodWatch();
    typed(watch, 'i');
    watch.note({ documentId: 'a', offset: 0, replacedLength: 1, text: 'if' });
    assert.equal(watch.isComposing, false);
  });

  it('ends with a change elsewhere', () => {
    const watch = new InputMethodWatch();
    composed(watch, ['n', 'ni', 'nih']);
    watch.note({ documentId: 'b', offset: 0, replacedLength: 0, text: '(' });
    assert.equal(watch.isComposing, false);
  });
});
