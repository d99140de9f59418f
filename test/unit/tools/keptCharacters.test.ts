import assert from 'node:assert/strict';
import { keptCharacters, type Showing } from '../../../tools/bench/keptCharacters.ts';

const TEXT = 'return total;\n}\n';

describe('kept characters of a typing trace', () => {
  it('are those of a suggestion that is what comes next', () => {
    assert.equal(kept([showing(7, 'total;')]), 6);
  });

  it('are those of its first line where the second is another', () => {
    assert.equal(kept([showing(7, 'total;\nreturn')]), 6);
  });

  it('are none where its first line is right only to begin with', () => {
    assert.equal(kept([showing(7, 'total + 1;')]), 0);
  });

  it('are none of a suggestion too short to be worth a key', () => {
    assert.equal(kept([showing(10, 'al;')]), 0);
  });

  it('count once, although the trace types on and the suggestion gets shorter', () => {
    assert.equal(kept([showing(7, 'total;'), showing(8, 'otal;'), showing(9, 'tal;')]), 6);
  });

  it('are of two suggestions where the second comes behind what was taken', () => {
    assert.equal(kept([showing(2, 'turn'), showing(7, 'total;')]), 10);
  });

  it('end with the trace, whatever the suggestion has beyond it', () => {
    assert.equal(kept([showing(7, 'total;')], 9), 2);
  });
});

function kept(showings: readonly Showing[], length = TEXT.length): number {
  return keptCharacters({ text: TEXT, length }, showings);
}

function showing(at: number, text: string): Showing {
  return { at, ghost: { text, replaceLength: 0 } };
}
