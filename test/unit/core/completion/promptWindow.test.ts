import assert from 'node:assert/strict';
import { promptWindow, steadySuffix, suffixWindow } from '../../../../src/core/completion/promptWindow.ts';

const BUDGET = 400;

/** Lines of uneven length, as code has them. */
const code = Array.from({ length: 120 }, (_, index) => `line ${index}${'.'.repeat((index * 37) % 50)}`).join(
  '\n',
);

/** Where the window starts after each key of `text`. */
const startsWhileTyping = (text: string): number[] =>
  Array.from(
    { length: text.length },
    (_, typed) => typed - promptWindow(text.slice(0, typed), BUDGET).length,
  );

describe('promptWindow', () => {
  it('is all of a text that fits', () => {
    assert.equal(promptWindow('a\nb', 3), 'a\nb');
  });

  it('always ends at the cursor and never exceeds the budget', () => {
    for (let typed = 0; typed <= code.length; typed += 1) {
      const prefix = code.slice(0, typed);
      const window = promptWindow(prefix, BUDGET);
      assert.ok(prefix.endsWith(window));
      assert.ok(window.length <= BUDGET);
    }
  });

  it('never holds less than half of the budget when there is more', () => {
    for (let typed = BUDGET; typed <= code.length; typed += 1) {
      assert.ok(promptWindow(code.slice(0, typed), BUDGET).length >= BUDGET / 2);
    }
  });

  it('starts at a line start', () => {
    for (const start of startsWhileTyping(code)) {
      assert.ok(start === 0 || code[start - 1] === '\n');
    }
  });

  it('only ever moves forward while the user types', () => {
    const starts = startsWhileTyping(code);
    assert.deepEqual(
      starts,
      [...starts].sort((a, b) => a - b),
    );
  });

  it('moves once per quarter of the budget', () => {
    const places = new Set(startsWhileTyping(code)).size;
    assert.ok(places <= Math.ceil(code.length / (BUDGET / 4)), `${places} places`);
  });

  it('starts within a line that is longer than a step', () => {
    const window = promptWindow(`short\n${'x'.repeat(2000)}`, BUDGET);
    assert.ok(window.length >= (BUDGET * 3) / 4);
    assert.ok(window.length <= BUDGET);
  });

  it('does not split an emoji', () => {
    for (let budget = 10; budget < 60; budget += 1) {
      assert.ok(promptWindow(`a${'😀'.repeat(100)}`, budget).startsWith('😀'));
    }
  });

  it('holds nothing when there is no budget', () => {
    assert.equal(promptWindow('abc', 0), '');
  });
});

describe('steadySuffix', () => {
  it('stays the same while brackets are closed and lines broken', () => {
    for (const closers of ['', ')', ');', '\n  }', ')\n\n});', ' \n\n\t\n"']) {
      assert.equal(steadySuffix(`${closers}\n\n  next();\n}`), '\n  next();\n}', JSON.stringify(closers));
      assert.equal(steadySuffix(closers), '', JSON.stringify(closers));
    }
  });

  it('is all of it where the line of the cursor goes on', () => {
    for (const suffix of [') + rest;\n}', 'rest', ' rest)\n']) {
      assert.equal(steadySuffix(suffix), suffix);
    }
  });
});

describe('suffixWindow', () => {
  it('is all of a text that fits', () => {
    assert.equal(suffixWindow(')\nb', 3), ')\nb');
  });

  it('holds whole lines only', () => {
    assert.equal(suffixWindow(')\nsecond\nthird', 10), ')\nsecond');
  });

  it('holds the beginning of a first line that is too long', () => {
    assert.equal(suffixWindow('abcdefgh\nb', 4), 'abcd');
  });

  it('does not split an emoji', () => {
    assert.equal(suffixWindow('a😀😀', 2), 'a');
    assert.equal(suffixWindow('a😀😀', 3), 'a😀');
  });
});
