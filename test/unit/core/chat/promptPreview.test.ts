import assert from 'node:assert/strict';
import { type ContextItem } from '../../../../src/core/chat/conversation.ts';
import { questionAndAnswer } from '../../../../src/core/chat/formats/questionAndAnswer.ts';
import { previewPrompt, type PromptPreview } from '../../../../src/core/chat/promptPreview.ts';
import { TokenCounts } from '../../../../src/core/chat/tokenCounts.ts';
import { codeItem, conversationOf } from '../../../support/chatTurns.ts';
import { countWords } from '../../../support/scriptedChat.ts';

const words = (count: number): string => Array.from({ length: count }, (_, at) => `w${at}`).join('\n');

describe('previewPrompt', () => {
  let counted: string[];
  beforeEach(() => {
    counted = [];
  });
  const preview = (
    question: string,
    context: readonly ContextItem[] = [],
    earlier: readonly (readonly [string, string])[] = [],
  ): Promise<PromptPreview> =>
    previewPrompt(
      {
        format: questionAndAnswer,
        earlier: conversationOf(earlier).turns,
        turn: { question, context },
        userPrompts: [],
        budgetTokens: 100,
      },
      (texts) => {
        counted.push(...texts);
        return Promise.resolve(countWords(texts));
      },
    );

  it('counts all that would be sent, the frame and the history included', async () => {
    // Question: Who? Answer: Me. Question: Why? Answer: are seven words.
    const { wantedTokens, cuts } = await preview('Why?', [], [['Who?', 'Me.']]);
    assert.deepEqual([wantedTokens, cuts], [7, []]);
  });

  it('says before it is sent what will not fit, and how much there is', async () => {
    const { wantedTokens, cuts, isTooLong } = await preview('Why?', [codeItem(words(150))]);
    assert.ok(wantedTokens > 150, `${wantedTokens}`);
    assert.deepEqual([cuts.map(({ kind }) => kind), isTooLong], [['itemShortened'], false]);
  });

  it('says that a question is too long by itself', async () => {
    const { wantedTokens, isTooLong } = await preview(words(150));
    assert.ok(isTooLong && wantedTokens > 150, `${wantedTokens}`);
  });

  it('never has a text counted that is too long whatever its tokens', async () => {
    const { wantedTokens } = await preview('y'.repeat(200_000), [codeItem('x'.repeat(200_000))]);
    assert.ok(wantedTokens > 100_000, `${wantedTokens}`);
    assert.ok(Math.max(...counted.map(({ length }) => length)) < 2000);
  });
});

describe('TokenCounts', () => {
  it('asks for each text once, until another model is there', async () => {
    const asked: string[] = [];
    const counts = new TokenCounts((texts) => {
      asked.push(...texts);
      return Promise.resolve(countWords(texts));
    });
    assert.deepEqual(await counts.count(['a b', 'c', 'a b']), [2, 1, 2]);
    assert.deepEqual(await counts.count(['c', 'd e f']), [1, 3]);
    assert.deepEqual(asked, ['a b', 'c', 'd e f']);
    assert.deepEqual([counts.of('c'), counts.of('unknown')], [1, undefined]);
    counts.forget();
    assert.deepEqual(await counts.count(['c']), [1]);
    assert.equal(asked.length, 4);
  });

  it('keeps what was asked for lately, and not more than a few prompts', async () => {
    const counts = new TokenCounts((texts) => Promise.resolve(countWords(texts)));
    const long = (name: string): string => name.repeat(400_000);
    await counts.count([long('a'), long('b')]);
    await counts.count([long('a'), long('c')]);
    assert.deepEqual(
      [long('a'), long('b'), long('c')].map((text) => counts.of(text)),
      [1, undefined, 1],
    );
  });
});
