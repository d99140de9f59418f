import assert from 'node:assert/strict';
import { type LineSpan, type Neighbour } from '../../../../../src/core/completion/neighbours/neighbour.ts';
import { afterChange, awayFrom } from '../../../../../src/core/completion/neighbours/ownLines.ts';

const part = (ownLines?: LineSpan): Neighbour => ({
  ...{ path: 'tide.ts', languageId: 'typescript', text: 'tide();', origin: 'elsewhere' },
  ...(ownLines === undefined ? {} : { ownLines }),
});
const OF_ANOTHER = part();

describe('parts of the document itself', () => {
  const spans = (firstLine: number, lastLine: number, addedBreaks: number): readonly string[] =>
    afterChange([part({ firstLine: 10, lastLine: 19 }), OF_ANOTHER], {
      ...{ firstLine, lastLine, addedBreaks },
    }).map(({ ownLines }) =>
      ownLines === undefined ? 'other' : `${ownLines.firstLine}-${ownLines.lastLine}`,
    );

  it('go with what is written above them, and stay where it is written below', () => {
    assert.deepEqual(spans(3, 3, 2), ['12-21', 'other']);
    assert.deepEqual(spans(9, 9, 1), ['11-20', 'other']);
    assert.deepEqual(spans(3, 8, 0), ['5-14', 'other']);
    assert.deepEqual(spans(20, 22, 5), ['10-19', 'other']);
  });

  it('grow and shrink by what is written and deleted in them', () => {
    assert.deepEqual(spans(12, 12, 3), ['10-22', 'other']);
    assert.deepEqual(spans(12, 15, 0), ['10-16', 'other']);
    assert.deepEqual(spans(8, 12, 0), ['8-15', 'other']);
    assert.deepEqual(spans(15, 25, 1), ['10-16', 'other']);
    assert.deepEqual(spans(19, 20, 0), ['10-19', 'other']);
  });

  it('are gone once all of their lines are', () => {
    assert.deepEqual(spans(10, 19, 0), ['other']);
    assert.deepEqual(spans(10, 20, 30), ['other']);
    assert.deepEqual(spans(0, 40, 40), ['other']);
  });

  it('keep a line of their own that is written on', () => {
    const [one] = afterChange([part({ firstLine: 4, lastLine: 4 })], {
      ...{ firstLine: 4, lastLine: 4, addedBreaks: 0 },
    });
    assert.deepEqual(one?.ownLines, { firstLine: 4, lastLine: 4 });
  });

  it('are left out while the cursor stands in them', () => {
    const parts = [part({ firstLine: 10, lastLine: 19 }), OF_ANOTHER];
    assert.deepEqual(
      [9, 10, 15, 19, 20].map((line) => awayFrom(parts, line).length),
      [2, 1, 1, 1, 2],
    );
    assert.deepEqual(awayFrom(parts, 15), [OF_ANOTHER]);
  });
});
