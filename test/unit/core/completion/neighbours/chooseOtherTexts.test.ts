import assert from 'node:assert/strict';
import { chooseOtherTexts } from '../../../../../src/core/completion/neighbours/chooseOtherTexts.ts';
import { indexChunks, type IndexedText } from '../../../../../src/core/completion/neighbours/indexedText.ts';
import {
  type Neighbour,
  type NeighbourOrigin,
} from '../../../../../src/core/completion/neighbours/neighbour.ts';
import { type PipelineIdea } from '../../../../../src/core/completion/pipelineIdeas.ts';
import { at, lines } from '../../../../support/cursor.ts';

const NOW = 1_000_000;
const text = (
  path: string,
  origin: NeighbourOrigin,
  body = `export const ${path} = harbour;`,
): IndexedText => ({
  path,
  languageId: 'typescript',
  origin,
  seenAt: -Infinity,
  chunks: indexChunks(`${body}\nuse(${path});`),
});
const OTHERS = [
  text('required', 'import'),
  text('notes', 'cell'),
  text('edited', 'recentEdit'),
  text('left', 'visited'),
  text('plain', 'open'),
];
const OWN = [text('own', 'recentEdit')];
const DEFINITIONS = [{ path: 'defined', text: 'export const defined = harbour;\n' }];

describe('chooseOtherTexts', () => {
  function chosen(
    ideas: readonly PipelineIdea[] = [],
    others = OTHERS,
    before: readonly Neighbour[] = [],
    own = OWN,
  ): { neighbours: readonly Neighbour[]; copied: readonly string[] } {
    const document = at(lines("import { plain } from './plain';", 'harbour█'));
    const choice = {
      document,
      definitions: DEFINITIONS,
      others,
      own,
      before,
      room: { length: 10_000, before: Infinity, showsAfter: true },
    };
    const { neighbours, copyFrom } = chooseOtherTexts(choice, NOW, new Set(ideas));
    return { neighbours, copied: copyFrom.map(({ path }) => path) };
  }

  it('copies from all other texts, and from no place of the document itself, which has it anyway', () => {
    assert.deepEqual(chosen().copied, ['defined', ...OTHERS.map(({ path }) => path)]);
    assert.ok(chosen().neighbours.some(({ path }) => path === 'own'));
  });

  it('reads no definition: its names can be copied', () => {
    assert.deepEqual(chosen([], []).copied, ['defined']);
    assert.deepEqual(
      chosen([], []).neighbours.map(({ path }) => path),
      ['own'],
    );
  });

  it('leaves out what an idea is for, from the prompt as from what is copied', () => {
    for (const [idea, gone] of [
      ['definitions', ['defined']],
      ['cells', ['notes']],
      ['openFiles', ['required', 'edited', 'left', 'plain']],
    ] as const) {
      const { neighbours, copied } = chosen([idea]);
      const there = [...neighbours.map(({ path }) => path), ...copied];
      assert.deepEqual(
        gone.filter((path) => there.includes(path)),
        [],
        idea,
      );
      assert.equal(copied.length, OTHERS.length + 1 - gone.length);
    }
  });

  it('takes a file as merely open where places are left out, and the document itself as merely there', () => {
    const others = [{ ...text('edited', 'recentEdit'), seenAt: NOW }, text('broken', 'open')];
    const paths = (...ideas: PipelineIdea[]): readonly string[] =>
      chosen(ideas, others, [], [...OWN, text('far', 'elsewhere')]).neighbours.map(
        ({ path, origin }) => `${path} ${origin}`,
      );
    assert.deepEqual(paths(), ['edited recentEdit', 'own recentEdit', 'broken open', 'far elsewhere']);
    assert.deepEqual(paths('places'), ['broken open', 'edited open', 'far elsewhere', 'own elsewhere']);
    assert.deepEqual(paths('elsewhere'), ['edited recentEdit', 'own recentEdit', 'broken open']);
    assert.deepEqual(paths('places', 'elsewhere'), ['broken open', 'edited open']);
    assert.equal(chosen(['places']).copied.length, OTHERS.length + 1);
  });

  it('takes an imported file for any other', () => {
    const originOfPlain = (...ideas: PipelineIdea[]): string | undefined =>
      chosen(ideas, [text('plain', 'open')]).neighbours.find(({ path }) => path === 'plain')?.origin;
    assert.deepEqual([originOfPlain(), originOfPlain('imports')], ['import', 'open']);
  });

  it('takes what was seen last, whatever its words and wherever it comes from', () => {
    const moon = { ...text('moon', 'open', 'export const moon = day;'), seenAt: NOW };
    const others = [text('tide', 'open'), moon, text('notes', 'cell')];
    const paths = (...ideas: PipelineIdea[]): readonly string[] =>
      chosen(ideas, others).neighbours.map(({ path }) => path);
    assert.deepEqual(paths(), ['notes', 'own', 'tide']);
    assert.deepEqual(paths('ranking'), ['moon', 'tide', 'notes', 'own']);
  });

  it('begins with other parts than before', () => {
    const before = chosen([], [text('left', 'visited')]).neighbours;
    assert.equal(chosen([], OTHERS, before).neighbours[0]?.path, before[0]?.path);
    assert.notEqual(chosen(['steadyNeighbours'], OTHERS, before).neighbours[0]?.path, before[0]?.path);
  });
});
