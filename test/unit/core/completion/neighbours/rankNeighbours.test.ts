import assert from 'node:assert/strict';
import { indexChunks, type IndexedText } from '../../../../../src/core/completion/neighbours/indexedText.ts';
import { rankNeighbours } from '../../../../../src/core/completion/neighbours/rankNeighbours.ts';
import { at, lines } from '../../../../support/cursor.ts';

const NOW = 1_000_000;
const FOR = { now: NOW, room: { length: 10_000, before: Infinity, showsAfter: true } };
const tide = lines('export function tideAt(harbour: Harbour): number {', '  return harbour.tide;', '}');
const moon = lines('export function moonPhase(day: number): number {', '  return day % 29.5;', '}');
const wind = lines('export function windSpeed(knots: number): number {', '  return knots * 0.514;', '}');

const file = (path: string, text: string, more: Partial<IndexedText> = {}): IndexedText => ({
  path,
  languageId: 'typescript',
  origin: 'open',
  seenAt: -Infinity,
  chunks: indexChunks(text),
  ...more,
});
const pathsFor = (picture: string, texts: readonly IndexedText[]): readonly string[] =>
  rankNeighbours(at(picture), texts, FOR).map(({ path }) => path);

describe('rankNeighbours', () => {
  const others = [file('moon.ts', moon), file('tide.ts', tide), file('wind.ts', wind)];

  it('puts first what shares rare names with the lines around the cursor', () => {
    assert.equal(pathsFor('const now = tideAt(harb█', others)[0], 'tide.ts');
    assert.equal(pathsFor('const now = moonPhase(█', others)[0], 'moon.ts');
  });

  it('finds a name by its words as well', () => {
    assert.equal(pathsFor('const speedOfWind = █', others)[0], 'wind.ts');
  });

  it('leaves out what has nothing in common with the document', () => {
    assert.deepEqual(pathsFor('const colour = mix(red, blue█', others), []);
  });

  it('prefers, of the same words, what was changed lately to what was visited, and that to what is open', () => {
    const chunk = (name: string): string => lines(`export const ${name} = harbour;`, `use(${name});`);
    const texts = [
      file('open.ts', chunk('one')),
      file('visited.ts', chunk('two'), { origin: 'visited' }),
      file('edited.ts', chunk('three'), { origin: 'recentEdit' }),
    ];
    assert.deepEqual(pathsFor('harbour█', texts), ['edited.ts', 'visited.ts', 'open.ts']);
  });

  it('prefers what was seen lately to what was seen long ago', () => {
    const texts = [
      file('old.ts', 'export const one = harbour;\nuse(one);', { seenAt: 0 }),
      file('new.ts', 'export const two = harbour;\nuse(two);', { seenAt: NOW }),
    ];
    assert.deepEqual(pathsFor('harbour█', texts), ['new.ts', 'old.ts']);
  });

  it('knows a file that the document imports', () => {
    const texts = [
      file('src/ports.ts', 'export const one = harbour;\nuse(one);'),
      file('src/tide.ts', 'export const two = harbour;\nuse(two);'),
    ];
    const picture = lines("import { two } from './tide.ts';", 'harbour█');
    const [first] = rankNeighbours(at(picture), texts, FOR);
    assert.deepEqual([first?.path, first?.origin], ['src/tide.ts', 'import']);
  });

  it('takes an earlier cell whatever its words, behind what fits better', () => {
    const cell = file('notes.ipynb', 'import pandas as pd\nframe = pd.DataFrame()', { origin: 'cell' });
    assert.deepEqual(pathsFor('const now = tideAt(█', [cell, ...others]), ['tide.ts', 'notes.ipynb']);
  });

  it('leaves out a text that stands near the cursor already: a model would only repeat it', () => {
    assert.deepEqual(pathsFor(`${tide}\nconst now = tideAt(█`, [file('copy.ts', tide)]), []);
  });

  it('takes for near what the prompt holds of the document', () => {
    const space = `\n${'x'.repeat(500)}\n`;
    const origins = (picture: string, before: number, showsAfter: boolean): readonly string[] =>
      rankNeighbours(at(picture), [file('main.ts', tide, { origin: 'elsewhere' })], {
        now: NOW,
        room: { length: 10_000, before, showsAfter },
      }).map(({ origin }) => origin);
    const above = `${tide}${space}const now = tideAt(█`;
    assert.deepEqual([origins(above, 500, true), origins(above, 700, true)], [['elsewhere'], []]);
    const below = `const now = tideAt(█${space}${tide}`;
    assert.deepEqual([origins(below, 9999, false), origins(below, 250, true)], [['elsewhere'], []]);
  });

  it('leaves out the line of the cursor, whatever stands behind the cursor in it', () => {
    const line = file('main.ts', 'const now = tideAt(harbour);', { origin: 'recentEdit' });
    assert.deepEqual(pathsFor('const now = tideAt(harbour█);', [line]), []);
    assert.deepEqual(pathsFor('const then = tideAt(harbour█);', [line]), ['main.ts']);
  });

  it('shows one of two texts that are nearly the same', () => {
    const copy = `${tide}\n// A copy of it.`;
    const texts = [file('a.ts', tide), file('b.ts', copy), file('moon.ts', moon)];
    assert.deepEqual(pathsFor('const now = tideAt(█', texts), ['a.ts']);
  });

  it('counts for nothing what every text has', () => {
    const texts = [
      file('a.ts', 'export const value = one;\nreturn value;'),
      file('b.ts', 'export const value = tide;\nreturn value;'),
    ];
    const [first, second] = rankNeighbours(at('export const value = tide█'), texts, FOR);
    assert.equal(first?.path, 'b.ts');
    assert.ok((second?.score ?? 0) < first.score / 2);
  });
});
