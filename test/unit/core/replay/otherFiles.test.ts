import assert from 'node:assert/strict';
import { MOST_CELLS, MOST_OPEN } from '../../../../src/core/completion/neighbours/gatheringLimits.ts';
import { type OtherFile, otherFiles } from '../../../../src/core/replay/otherFiles.ts';
import { type PipelineIdea } from '../../../../src/core/completion/pipelineIdeas.ts';
import { at } from '../../../support/cursor.ts';

const ROOM = { length: 100_000, before: Infinity, showsAfter: true };
const file = (index: number, more: Partial<OtherFile> = {}): OtherFile => ({
  path: `tide${index}.ts`,
  text: `export const tide${index} = harbour;`,
  ...more,
});
const paths = (files: readonly OtherFile[]): readonly string[] =>
  otherFiles(at('harbour█'), files)(ROOM).copyFrom.map(({ path }) => path);

describe('otherFiles', () => {
  it('looks at no more open files than the editor, and at the last of the earlier cells', () => {
    const open = Array.from({ length: 20 }, (_, index) => file(index));
    assert.deepEqual(
      paths(open),
      open.slice(0, MOST_OPEN).map(({ path }) => path),
    );
    const cells = Array.from({ length: 60 }, (_, index) => file(index, { origin: 'cell' }));
    assert.deepEqual(
      paths([...cells, file(100)]),
      [...cells.slice(-MOST_CELLS), file(100)].map(({ path }) => path),
    );
  });

  it('takes what a file is told to be, else what its name says', () => {
    const [cell, open] = otherFiles(at('tide1 tide2 harbour█'), [
      file(1, { origin: 'cell', languageId: 'python', text: 'first harbour tide1\r\nsecond line' }),
      file(2),
    ])(ROOM).neighbours;
    assert.deepEqual(
      [cell?.origin, cell?.languageId, cell?.text],
      ['cell', 'python', 'first harbour tide1\nsecond line'],
    );
    assert.deepEqual([open?.origin, open?.languageId], ['open', 'typescript']);
  });

  it('looks in the document itself, beyond what its prompt holds', () => {
    const far = ['function tideAt(harbour) {', '  return harbour.tide;', '}', ''];
    const document = at(
      [...far, ...Array.from({ length: 99 }, () => `log('${'x'.repeat(40)}');`), 'tideAt(harbour█'].join(
        '\n',
      ),
    );
    const origins = (...ideas: PipelineIdea[]): readonly string[] =>
      otherFiles(
        document,
        [],
        new Set(ideas),
      )({ length: 1000, before: 2000, showsAfter: false }).neighbours.map(({ origin }) => origin);
    assert.deepEqual([origins(), origins('elsewhere')], [['elsewhere'], []]);
  });

  it('leaves out what an idea is for', () => {
    const without = otherFiles(at('harbour█'), [file(1)], new Set(['openFiles']));
    assert.deepEqual(without(ROOM), { neighbours: [], copyFrom: [] });
  });
});
