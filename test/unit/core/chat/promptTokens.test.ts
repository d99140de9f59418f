import assert from 'node:assert/strict';
import { nano } from '../../../../src/core/chat/formats/nano.ts';
import { questionAndAnswer } from '../../../../src/core/chat/formats/questionAndAnswer.ts';
import { exchangeOverhead, promptTokens } from '../../../../src/core/chat/promptTokens.ts';

const count = (texts: readonly string[]): Promise<readonly number[]> =>
  Promise.resolve(texts.map(({ length }) => length));

describe('what an exchange costs besides its words', () => {
  it('is what another one adds to a prompt, and its shortest words', async () => {
    const prompt = { system: '', history: [], question: 'a', answerSoFar: '' };
    const history = [{ question: 'why', answer: 'so' }];
    const [one, two] = [
      await promptTokens(questionAndAnswer.render(prompt), count),
      await promptTokens(questionAndAnswer.render({ ...prompt, history }), count),
    ];
    assert.equal(await exchangeOverhead(questionAndAnswer, count), two - one - 'whyso'.length + 'aa'.length);
  });

  it('is what the only one costs, where a model is asked one question alone', async () => {
    // Three control tokens and three line breaks.
    assert.equal(await exchangeOverhead(nano, count), 6);
  });
});
