import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { TokenHealing } from '../../../src/engine/worker/tokenHealing.ts';

/** A vocabulary by ids. */
const TEXTS = ['let', ' x', ' xyz', ' ', '   ', '    ', '\n', '\n    ', '(', ');', '\uFFFD', ''];
const idOf = (text: string): number => TEXTS.indexOf(text);
const LET = idOf('let');

describe('TokenHealing', () => {
  const healing = new TokenHealing({
    detokenize: (tokens) => tokens.map((token) => TEXTS[token] ?? '').join(''),
  });
  const likely = (...texts: string[]): { token: number; probability: number }[] =>
    texts.map((text, index) => ({ token: idOf(text), probability: 0.5 ** (index + 1) }));

  it('takes back the last token', () => {
    deepStrictEqual(healing.takeBack([LET, idOf(' x')]), { prompt: [LET], text: ' x' });
  });

  it('takes back no line break, no part of a character, no control token, and not the only one there is', () => {
    for (const text of ['\n', '\uFFFD', '']) {
      strictEqual(healing.takeBack([LET, idOf(text)]), undefined, JSON.stringify(text));
    }
    strictEqual(healing.takeBack([LET]), undefined);
    strictEqual(healing.takeBack([]), undefined);
  });

  it('chooses the likeliest token that begins with what was taken back, by its share of all such', () => {
    deepStrictEqual(healing.choose(likely('(', ' xyz', ');', ' x'), ' x', LET), {
      token: idOf(' xyz'),
      probability: 0.25 / (0.25 + 0.0625),
      rest: '',
    });
  });

  it('lets the last of several spaces belong to what follows', () => {
    deepStrictEqual(healing.choose(likely('   ', '    '), '    ', LET), {
      token: idOf('   '),
      probability: 0.5 / 0.75,
      rest: ' ',
    });
    deepStrictEqual(healing.choose(likely(' xyz', ' '), ' ', LET)?.token, idOf(' xyz'));
  });

  it('passes over the likelier ones for an alternative', () => {
    strictEqual(healing.choose(likely(' xyz', ' x', '('), ' x', LET, 1)?.token, idOf(' x'));
    strictEqual(healing.choose(likely(' xyz', '('), ' x', LET, 1), undefined);
  });

  it('chooses nothing where nothing likely begins so, and no part of a word', () => {
    strictEqual(healing.choose(likely('(', ' x', ''), ' xyz', LET), undefined);
    strictEqual(healing.choose([], ' x', LET), undefined);
  });
});
