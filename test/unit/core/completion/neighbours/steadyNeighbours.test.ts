import assert from 'node:assert/strict';
import { type RankedNeighbour } from '../../../../../src/core/completion/neighbours/rankNeighbours.ts';
import { steadyNeighbours } from '../../../../../src/core/completion/neighbours/steadyNeighbours.ts';

/** Of a hundred characters, all told. */
const part = (path: string, score: number, firstLine = 0): RankedNeighbour => ({
  path,
  languageId: 'typescript',
  text: `${String(firstLine)} ${'x'.repeat(100)}`.slice(0, 84 - path.length),
  origin: 'open',
  firstLine,
  score,
});
const choose = (
  before: readonly RankedNeighbour[],
  ranked: readonly RankedNeighbour[],
  room = 200,
): readonly string[] =>
  steadyNeighbours(before, ranked, room, new Set()).map(
    ({ path, firstLine }) => `${path}:${String(firstLine)}`,
  );

describe('steadyNeighbours', () => {
  const a = part('a', 1);
  const b = part('b', 0.8);
  const c = part('c', 0.6);

  it('begins with the best that fit, each as a whole', () => {
    assert.deepEqual(choose([], [a, b, c]), ['a:0', 'b:0']);
    assert.deepEqual(choose([], [a, b, c], 199), ['a:0']);
    assert.deepEqual(choose([], [a, b, c], 0), []);
  });

  it('keeps what is there, in its order, while nothing is clearly better', () => {
    assert.deepEqual(choose([b, c], [a, b, c]), ['b:0', 'c:0']);
  });

  it('changes when another set is clearly better: what stays first, what is new behind it', () => {
    const better = part('d', 3);
    assert.deepEqual(choose([b, a], [better, a, b]), ['a:0', 'd:0']);
  });

  it('adds behind what is there when there is room and it is worth a new reading', () => {
    assert.deepEqual(choose([b], [a, b]), ['b:0', 'a:0']);
    assert.deepEqual(choose([a], [a, part('e', 0.1)]), ['a:0']);
  });

  it('lets go of what the ranking has no longer', () => {
    assert.deepEqual(choose([b, a], [a, c]), ['a:0', 'c:0']);
  });

  it('lets go of the last where the room has become smaller', () => {
    assert.deepEqual(choose([b, a], [a, b], 100), ['b:0']);
  });

  it('leaves what has hardly changed as it was, where it stands', () => {
    const lines = (...changed: readonly number[]): string =>
      Array.from(
        { length: 8 },
        (_, line) => `line ${String(line)}${changed.includes(line) ? ' now' : ''}`,
      ).join('\n');
    const read = { ...a, text: lines() };
    const texts = (current: RankedNeighbour, ...names: readonly string[]): readonly string[] =>
      steadyNeighbours([read, b], [b, current], 400, new Set(names)).map(({ text }) => text);
    assert.deepEqual(texts({ ...read, text: lines(1, 5) }), [read.text, b.text]);
    assert.deepEqual(texts({ ...read, text: lines(1, 5) }, 'now'), [b.text, lines(1, 5)], 'it is about that');
    assert.deepEqual(texts({ ...read, text: lines(1, 3, 5) }), [b.text, lines(1, 3, 5)]);
    assert.deepEqual(texts({ ...read, text: `${lines()}\n${lines(0, 1, 2, 3)}` }), [
      b.text,
      `${lines()}\n${lines(0, 1, 2, 3)}`,
    ]);
    assert.deepEqual(texts({ ...read, path: 'other', text: lines(1) }), [b.text, lines(1)]);
  });

  it('knows of what was left as it was where it stands now, in the document itself', () => {
    const text = (from: number): string =>
      Array.from({ length: 20 }, (_, line) => `line ${line + from};`).join('\n');
    const read = { ...a, text: text(0), ownLines: { firstLine: 20, lastLine: 42 } };
    const now = { ...a, text: text(3), ownLines: { firstLine: 21, lastLine: 40 } };
    const [kept] = steadyNeighbours([read], [now], 400, new Set());
    assert.deepEqual([kept?.text, kept?.ownLines], [text(0), { firstLine: 20, lastLine: 42 }]);
    const [same] = steadyNeighbours([now], [now], 400, new Set());
    assert.deepEqual(same?.ownLines, { firstLine: 21, lastLine: 40 });
  });

  it('puts parts of one file together, as they stand in it', () => {
    const ranked = [part('a', 1, 40), part('b', 0.9), part('a', 0.8, 7)];
    assert.deepEqual(choose([], ranked, 300), ['a:7', 'a:40', 'b:0']);
  });

  it('is the same however often it is asked', () => {
    const ranked = [a, b, c];
    const once = steadyNeighbours([], ranked, 200, new Set());
    assert.deepEqual(steadyNeighbours(once, ranked.toReversed(), 200, new Set()), once);
  });
});
