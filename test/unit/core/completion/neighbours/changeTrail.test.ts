import assert from 'node:assert/strict';
import { ChangeTrail } from '../../../../../src/core/completion/neighbours/changeTrail.ts';

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

  it('leaves no place in lines that are gone, and those behind them as far from the end as they were', () => {
    const trail = new ChangeTrail();
    for (const line of [90, 150, 300, 5000, 5050]) {
      trail.noteVisit('a', line, line);
    }
    trail.moveAlong('a', { firstLine: 100, lastLine: 5000, addedBreaks: 60 });
    assert.deepEqual(linesIn(trail, 'a'), [210, 160, 160, 150, 90]);
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
