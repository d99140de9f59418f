import assert from 'node:assert/strict';
import { type Neighbour } from '../../../../../src/core/completion/neighbours/neighbour.ts';
import { Shelves } from '../../../../../src/core/completion/neighbours/shelves.ts';

const own: Neighbour = {
  ...{ path: 'tide.ts', languageId: 'typescript', text: 'tide();\nwind();', origin: 'elsewhere' },
  ownLines: { firstLine: 10, lastLine: 11 },
};
const copyFrom = [{ path: 'wind.ts', text: 'wind();' }];

describe('what lies ready of other texts', () => {
  it('is of one document, and nothing for another', () => {
    const shelves = new Shelves();
    shelves.fill('a', { neighbours: [own], copyFrom });
    assert.deepEqual(shelves.of('a'), { neighbours: [own], copyFrom });
    assert.deepEqual(shelves.of('b'), { neighbours: [], copyFrom: [] });
    assert.deepEqual([shelves.has('a'), shelves.has('b')], [true, false]);
  });

  it('is without the part in which the cursor stands, wherever that part has gone', () => {
    const shelves = new Shelves();
    shelves.fill('a', { neighbours: [own], copyFrom });
    const there = (line: number): number => shelves.at('a', line).neighbours.length;
    assert.deepEqual([there(9), there(10), there(12)], [1, 0, 1]);
    assert.deepEqual(shelves.at('a', 10).copyFrom, copyFrom);
    shelves.noteChange('a', { firstLine: 2, lastLine: 2, addedBreaks: 2 });
    assert.deepEqual([there(10), there(12), there(13), there(14)], [1, 0, 0, 1]);
    shelves.noteChange('b', { firstLine: 2, lastLine: 2, addedBreaks: 2 });
    assert.ok(!shelves.has('b'));
  });

  it('is kept for the documents that were filled last', () => {
    const shelves = new Shelves();
    const ids = Array.from({ length: 17 }, (_, index) => `file:///${index}`);
    for (const id of ids.slice(0, 16)) {
      shelves.fill(id, { neighbours: [own], copyFrom });
    }
    shelves.fill('file:///0', { neighbours: [], copyFrom });
    shelves.fill('file:///16', { neighbours: [own], copyFrom });
    assert.deepEqual(
      ids.filter((id) => !shelves.has(id)),
      ['file:///1'],
    );
    shelves.delete('file:///0');
    assert.ok(!shelves.has('file:///0'));
    shelves.clear();
    assert.ok(!shelves.has('file:///16'));
  });
});
