import assert from 'node:assert/strict';
import { scoreText } from '../../../src/engine/worker/scoreText.ts';
import { scriptedModel } from '../../support/scriptedModel.ts';

describe('scoreText', () => {
  const model = scriptedModel({});

  it('leaves out what begins a context, and sums up the rest', async () => {
    const sequence = await model.createSequence({ contextTokens: 4, numerics: 'fast' });
    const judge = (tokens: readonly number[]): ReturnType<typeof sequence.judge> => sequence.judge(tokens);
    // Contexts “eeea” and “be”: three and one are judged.
    assert.deepEqual(await scoreText(model, 'eeeabe', 4, judge), {
      tokens: 4,
      bytes: 4,
      logProbability: Math.log(0.5),
      hits: 3,
    });
  });

  it('begins each context with the token that the model wants there', async () => {
    const contexts: (readonly number[])[] = [];
    const withBegin = scriptedModel({ beginOfText: 1 });
    await scoreText(withBegin, 'abc', 3, (tokens) => {
      contexts.push(tokens);
      return Promise.resolve([]);
    });
    assert.deepEqual(contexts, [
      [1, 97, 98],
      [1, 99],
    ]);
  });
});
