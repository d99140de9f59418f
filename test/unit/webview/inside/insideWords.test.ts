import assert from 'node:assert/strict';
import { type InsideStrings, insideWords } from '../../../../src/webview/inside/insideWords.ts';
import { englishInside } from '../../../support/insidePage.ts';

describe('how the page about a model file writes', () => {
  const words = englishInside();

  it('puts values into its sentences', () => {
    assert.equal(words.say('layersOfWidth', 16, '1,280'), '16 of width 1,280');
  });

  it('writes sizes with the digits that matter', () => {
    const sizes = [0, 999, 1500, 4_301_000, 289_000_000, 10e9, 2e15];
    assert.deepEqual(
      sizes.map((size) => words.bytes(size)),
      ['0 B', '999 B', '1.5 kB', '4.3 MB', '289 MB', '10 GB', '2,000 TB'],
    );
  });

  it('writes parameters as models are named', () => {
    assert.deepEqual(
      [640, 271_527_168, 3_036_647_424].map((count) => words.parameters(count)),
      ['640', '272 M', '3.04 B'],
    );
  });

  it('writes numbers in the language of the page, and in English for one that is none', () => {
    const strings = {} as InsideStrings;
    assert.equal(insideWords(strings, 'de').number(1234.5, 1), '1.234,5');
    assert.equal(insideWords(strings, 'no language').number(1234), '1,234');
  });
});
