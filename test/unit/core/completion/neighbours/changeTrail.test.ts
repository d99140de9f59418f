import assert from 'node:assert/strict';
import { ChangeTrail } from '../../../../../src/core/completion/neighbours/changeTrail.ts';
import { indexChunks } from '../../../../../src/core/completion/neighbours/indexedText.ts';
import { markedTexts } from '../../../../../src/core/completion/neighbours/markedTexts.ts';

describe('ChangeTrail', () => {
  const typedIn = (line: number): Parameters<ChangeTrail['noteEdit']>[1] => ({
    firstLine: line,
    lastLine: line,
    addedBreaks: 0,
  });
  const linesIn = (trail: ChangeTrail, id: string): readonly number[] =>
    trail.marksOf(id).map(({ line }) => line);

  it('remembers where something was changed, the newest first, and places near each other once', () => {
    const trail = new ChangeTrail();
    for (const line of [10, 200, 11, 12]) {
      trail.noteEdit('a', typedIn(line), line);
    }
    assert.deepEqual(linesIn(trail, 'a'), [12, 200]);
  });

  it('moves with the text when lines are added or removed above, by hand or not', () => {
    const trail = new ChangeTrail();
    trail.noteVisit('a', 100, 1);
    trail.noteVisit('b', 100, 1);
    trail.noteEdit('a', { firstLine: 5, lastLine: 5, addedBreaks: 3 }, 2);
    assert.deepEqual(linesIn(trail, 'a'), [8, 103]);
    trail.moveAlong('a', { firstLine: 20, lastLine: 30, addedBreaks: 0 });
    assert.deepEqual(linesIn(trail, 'a'), [8, 93]);
    assert.deepEqual(linesIn(trail, 'b'), [100]);
  });

  it('holds so many places at most, the oldest go first', () => {
    const trail = new ChangeTrail();
    for (let document = 0; document < 100; document++) {
      trail.noteVisit(String(document), 1, document);
    }
    assert.equal(trail.documentIds.length, 40);
    assert.equal(trail.documentIds[0], '99');
  });

  it('forgets a document that is closed', () => {
    const trail = new ChangeTrail();
    trail.noteVisit('a', 1, 1);
    trail.forget('a');
    assert.deepEqual(trail.documentIds, []);
  });
});

describe('markedTexts', () => {
  const text = Array.from({ length: 60 }, (_, line) => `const value${String(line)} = ${String(line)};`).join(
    '\n',
  );
  const file = { path: 'a.ts', languageId: 'typescript', chunks: indexChunks(text) };
  const mark = (line: number, kind: 'recentEdit' | 'visited', at: number) =>
    ({ documentId: 'a', line, kind, at }) as const;

  it('tells parts that were changed or visited from the rest of a file', () => {
    const texts = markedTexts(
      file,
      [mark(30, 'visited', 9), mark(31, 'recentEdit', 8), mark(2, 'visited', 7)],
      false,
    );
    assert.deepEqual(
      texts.map(({ origin, seenAt, chunks }) => [origin, seenAt, chunks.map(({ firstLine }) => firstLine)]),
      [
        ['recentEdit', 8, [20]],
        ['visited', 7, [0]],
        ['open', 9, [40]],
      ],
    );
  });

  it('tells what is elsewhere in the document itself from an open file', () => {
    const parts = (...marks: ReturnType<typeof mark>[]): readonly unknown[] =>
      markedTexts(file, marks, true).map(({ origin, chunks }) => [
        origin,
        chunks.map(({ firstLine }) => firstLine),
      ]);
    assert.deepEqual(parts(), [['elsewhere', [0, 20, 40]]]);
    assert.deepEqual(parts(mark(2, 'visited', 7)), [
      ['visited', [0]],
      ['elsewhere', [20, 40]],
    ]);
  });
});
