import assert from 'node:assert/strict';
import { keysOf, nextKey } from '../../../../src/core/replay/keys.ts';
import { typePassage } from '../../../../src/core/replay/typePassage.ts';
import { type Ghost } from '../../../../src/core/replay/acceptance.ts';

const passage = (typed: string, before = '', after = '\n') => ({ before, typed, after });
const ghost = (text: string, replaceLength = 0): Ghost => ({ text, replaceLength });

describe('typePassage', () => {
  it('types everything where nothing is shown, and asks after every key but the last', async () => {
    const asked: string[] = [];
    const tally = await typePassage(passage('abc', '> '), (before, after) => {
      asked.push(`${before}█${after}`);
      return Promise.resolve(undefined);
    });
    assert.deepEqual(asked, ['> a█\n', '> ab█\n']);
    assert.deepEqual(tally, { typed: 3, completed: 0, accepted: 0, shown: 0, wrong: 0, requests: 2 });
  });

  it('accepts what is right and asks again behind it', async () => {
    const asked: string[] = [];
    const tally = await typePassage(passage('return first;\nnext();'), (before) => {
      asked.push(before);
      return Promise.resolve(before === 'r' ? ghost('eturn first;') : undefined);
    });
    assert.deepEqual(asked.slice(0, 3), ['r', 'return first;', 'return first;\n']);
    assert.equal(tally.completed, 12);
    assert.equal(tally.typed, 'return first;\nnext();'.length - 12);
    assert.equal(tally.accepted, 1);
    assert.equal(tally.wrong, 0);
  });

  it('counts a wrong text once, however long it is typed along', async () => {
    const wrong = 'abcX';
    const tally = await typePassage(passage('abcdef'), (before) =>
      Promise.resolve(wrong.startsWith(before) ? ghost(wrong.slice(before.length)) : undefined),
    );
    assert.deepEqual([tally.shown, tally.wrong, tally.accepted], [1, 1, 0]);
  });

  it('counts another wrong text anew', async () => {
    const tally = await typePassage(passage('abc'), (before) => Promise.resolve(ghost(`no ${before}`)));
    assert.deepEqual([tally.shown, tally.wrong], [2, 2]);
  });

  it('counts no covered closer as spared', async () => {
    const tally = await typePassage(passage('(first', 'call', ');\n'), (before) =>
      Promise.resolve(before === 'call(' ? ghost('first)', 1) : undefined),
    );
    assert.deepEqual([tally.typed, tally.completed], [1, 5]);
  });

  it('gets the next line’s indentation from the editor', async () => {
    const asked: string[] = [];
    const tally = await typePassage(passage('a\n    b'), (before) => {
      asked.push(before);
      return Promise.resolve(undefined);
    });
    assert.deepEqual(asked, ['a', 'a\n    ']);
    assert.equal(tally.typed, 3);
  });
});

describe('a passage that is left off', () => {
  it('counts neither the answer nor what would have followed', async () => {
    let isEnded = false;
    const asked: number[] = [];
    const tally = await typePassage(
      passage('abcdef'),
      (_before, _after, keys) => {
        asked.push(keys);
        isEnded = keys === 2;
        return Promise.resolve(ghost('never'));
      },
      () => isEnded,
    );
    assert.deepEqual(asked, [1, 2]);
    assert.deepEqual([tally.typed, tally.requests, tally.wrong], [2, 1, 1]);
  });
});

describe('keysOf', () => {
  it('counts as many as nextKey writes', () => {
    const text = 'if (a) {\n    b = "👍";\n\n}\n';
    let keys = 0;
    for (let rest = text; rest !== ''; rest = rest.slice(nextKey(rest).length)) {
      keys++;
    }
    assert.equal(keysOf(text), keys);
  });
});
