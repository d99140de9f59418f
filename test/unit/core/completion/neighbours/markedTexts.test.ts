import assert from 'node:assert/strict';
import { type TrailMark } from '../../../../../src/core/completion/neighbours/changeTrail.ts';
import { indexChunks } from '../../../../../src/core/completion/neighbours/indexedText.ts';
import { markedTexts } from '../../../../../src/core/completion/neighbours/markedTexts.ts';

/** Chunks at the lines 0, 20, 40 and 60, each of 18 lines and two blank ones. */
const chunks = indexChunks(
  Array.from({ length: 80 }, (_, line) => (line % 20 < 18 ? `line${line}();` : '')).join('\n'),
);
const mark = (line: number, kind: TrailMark['kind'] = 'recentEdit', at = 5): TrailMark => ({
  ...{ documentId: 'file:///tide.ts', line, kind, at },
});

function marked(marks: readonly TrailMark[], isOwn = false): readonly string[] {
  return markedTexts({ path: 'tide.ts', languageId: 'typescript', chunks }, marks, isOwn).map(
    (text) => `${text.origin} ${text.chunks.map(({ firstLine }) => firstLine).join(' ')}`,
  );
}

describe('what the parts of a text are known for', () => {
  it('is what was done in them, the newest first; the rest is merely there', () => {
    assert.deepEqual(marked([mark(45), mark(3, 'visited')]), ['recentEdit 40', 'visited 0', 'open 20 60']);
    assert.deepEqual(marked([], true), ['elsewhere 0 20 40 60']);
  });

  it('is a change where there was a visit as well', () => {
    assert.deepEqual(marked([mark(45, 'visited'), mark(41)]), ['recentEdit 40', 'open 0 20 60']);
    assert.deepEqual(marked([mark(45), mark(41, 'visited')]), ['recentEdit 40', 'open 0 20 60']);
  });

  it('is said of the one above where a mark is in the blank lines between two', () => {
    assert.deepEqual(marked([mark(39)]), ['recentEdit 20', 'open 0 40 60']);
  });

  it('is said of none where a mark is far from all that was cut', () => {
    assert.deepEqual(marked([mark(85)]), ['recentEdit 60', 'open 0 20 40']);
    assert.deepEqual(marked([mark(86)]), ['open 0 20 40 60']);
  });

  it('has the time of its mark, and what is merely there that of the newest', () => {
    const marks = [mark(45, 'visited', 9), mark(41, 'recentEdit', 8), mark(3, 'visited', 7)];
    assert.deepEqual(
      markedTexts({ path: 'tide.ts', languageId: 'typescript', chunks }, marks, false).map(
        ({ origin, seenAt }) => [origin, seenAt],
      ),
      [
        ['recentEdit', 8],
        ['visited', 7],
        ['open', 9],
      ],
    );
  });

  it('goes with whether it is the document itself', () => {
    const texts = markedTexts({ path: '', languageId: 'plaintext', chunks }, [mark(45)], true);
    assert.deepEqual(
      texts.map(({ isOwn }) => isOwn),
      [true, true],
    );
  });
});
