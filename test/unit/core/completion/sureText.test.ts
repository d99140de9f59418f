import assert from 'node:assert/strict';
import { SureText, type SurePart } from '../../../../src/core/completion/sureText.ts';

/** What is shown of pieces with their probabilities. */
function partOf(threshold: number, ...pieces: (readonly [string, number])[]): SurePart {
  const text = new SureText(threshold);
  for (const [piece, probability] of pieces) {
    text.push({ text: piece, tokens: 1, logProbability: Math.log(probability) });
  }
  return text.part();
}

const shown = (threshold: number, ...pieces: (readonly [string, number])[]): string =>
  partOf(threshold, ...pieces).text;

describe('SureText', () => {
  it('ends where the probability of the line falls below the threshold', () => {
    assert.equal(shown(0.3, ['return', 0.9], [' value', 0.5], [' +', 0.5], [' one', 0.9]), 'return value');
  });

  it('tells how sure the model is of what is left', () => {
    const { confidence, isWhole } = partOf(0.3, ['return', 0.8], [' value', 0.5], [' +', 0.5]);
    assert.ok(Math.abs(confidence - 0.4) < 1e-9);
    assert.equal(isWhole, false);
  });

  it('tells what its confidence is the probability of, shown or not', () => {
    const expected = (...pieces: (readonly [string, number])[]): readonly [string, string, number] => {
      const { expected: text, confidence, text: visible } = partOf(0.5, ...pieces);
      return [visible, text, Number(confidence.toFixed(3))];
    };
    assert.deepEqual(expected(['result', 0.8], [' value', 0.5]), ['result', 'result', 0.8]);
    assert.deepEqual(expected(['a', 0.9], ['b', 0.2]), ['', 'ab', 0.18]);
    assert.deepEqual(expected(['result', 0.4]), ['', 'result', 0.4]);
    assert.deepEqual(expected([')', 0.99], ['\n', 0.1]), ['', ')', 0.99]);
    assert.deepEqual(
      expected(['\n  ', 0.99], ['if', 0.3]),
      ['', '\n  if', 0.297],
      'not of white space alone',
    );
  });

  it('tells what it is not sure of from what is too little to be looked at', () => {
    assert.equal(partOf(0.5, [')', 0.99], ['\n', 0.1]).isTooLittle, true);
    assert.equal(partOf(0.5, [')', 0.4]).isTooLittle, false);
    assert.equal(partOf(0.5, ['return', 0.9]).isTooLittle, false);
  });

  it('tells what says nothing from what it is not sure of', () => {
    assert.equal(partOf(0.5, ['\n', 0.9], ['  ', 0.9]).isWhole, true);
    assert.equal(partOf(0.5, ['\n', 0.9], ['  ', 0.9], ['if', 0.2]).isWhole, false);
  });

  it('never ends within a word', () => {
    assert.equal(shown(0.5, ['a = bc', 0.9], [' + val', 0.9], ['ue', 0.4]), 'a = bc');
    assert.equal(shown(0.5, ['return', 0.9], [' val', 0.9], ['.x', 0.4]), 'return val');
    assert.equal(shown(0.5, ['naïv', 0.9], ['e\u0301', 0.4]), '');
  });

  it('may end behind any character of a script that has no spaces', () => {
    assert.equal(shown(0.5, ['今天', 0.9], ['天气', 0.9], ['适合', 0.2]), '今天天气');
    assert.equal(shown(0.5, ['it is', 0.9], [' don', 0.9], ["'t", 0.2]), 'it is');
  });

  it('says stop when nothing more could be shown, and how unsure it was of the first word', () => {
    const text = new SureText(0.5);
    assert.equal(text.push({ text: 'a', tokens: 1, logProbability: Math.log(0.9) }), 'continue');
    assert.equal(text.push({ text: 'b', tokens: 1, logProbability: Math.log(0.2) }), 'stop');
    assert.ok(Math.abs(text.part().confidence - 0.18) < 1e-9);
    assert.equal(text.part().text, '');
  });

  it('leaves out what is typed sooner than read, unless the model is very sure of it', () => {
    assert.equal(shown(0.5, ['foo', 0.8], [' bar', 0.1]), '');
    assert.equal(shown(0.5, [');', 0.8], ['\n', 0.1]), '', 'at the end of a line, too');
    assert.equal(shown(0.5, [');', 0.95], ['\n', 0.1]), ');');
    assert.equal(shown(0.5, [')', 0.99], ['\n', 0.1]), '', 'one letter never');
    assert.equal(shown(0.5, ['foo)', 0.8], ['\n', 0.1]), 'foo)');
    assert.equal(shown(0.5, ['天气', 0.8], [' foo', 0.1]), '天气', 'characters that are words');
    assert.equal(shown(0.5, ['好', 0.8], [' foo', 0.1]), '');
    assert.equal(shown(0.5, ['  ', 0.9], ['foo', 0.1]), '');
    assert.deepEqual(partOf(0.5, ['f(a', 0.8]), {
      ...partOf(0, ['f(a', 0.8]),
      text: '',
      isWhole: false,
      isTooLittle: true,
    });
    assert.equal(shown(0, ['f', 0.8]), 'f', 'whoever asks by hand is shown it');
  });

  it('leaves out words that begin a statement and say nothing yet', () => {
    assert.equal(shown(0.5, ['export', 0.9], [' const', 0.9], [' a', 0.1]), '');
    assert.equal(shown(0.5, ['return', 0.9], ['\n', 0.1]), 'return');
    assert.equal(shown(0.5, ['import', 0.9], [' os', 0.9], ['.', 0.1]), 'import os');
  });

  it('judges a further line by itself, and shows whole lines of several', () => {
    const first = [
      ['if (a) {', 0.6],
      ['\n', 1],
    ] as const;
    assert.equal(shown(0.5, ...first, ['  run();', 0.6], ['\n', 1], ['}', 0.4]), 'if (a) {\n  run();');
    assert.equal(shown(0.5, ...first, ['  run(', 0.6], ['x', 0.4]), 'if (a) {');
    const whole = partOf(0.5, ...first, ['  run();', 0.55]);
    assert.equal(whole.isWhole, true);
    assert.ok(Math.abs(whole.confidence - 0.55) < 1e-9);
  });

  it('counts the line break that a suggestion begins with to its first line', () => {
    assert.equal(shown(0.5, ['\n', 0.7], ['  raise', 0.8], [' Error', 0.5]), '\n  raise');
    assert.equal(shown(0.5, ['\n', 0.7], ['  raise', 0.6], [' Error', 0.5]), '');
  });

  it('takes everything at threshold 0', () => {
    const pieces = [
      ['a', 0.01],
      [' b', 0.01],
    ] as const;
    assert.deepEqual([shown(0, ...pieces), partOf(0, ...pieces).isWhole], ['a b', true]);
    assert.deepEqual(partOf(0), {
      ...{ text: '', expected: '', isWhole: true, isTooLittle: false },
      ...{ confidence: 0, meanProbability: 0 },
    });
  });
});
