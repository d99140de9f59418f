import assert from 'node:assert/strict';
import { fitPrompt, type FittedPrompt, type PromptInput } from '../../../../src/core/chat/contextBudget.ts';
import { questionAndAnswer } from '../../../../src/core/chat/formats/questionAndAnswer.ts';
import { nano } from '../../../../src/core/chat/formats/nano.ts';
import { codeItem, conversationOf } from '../../../support/chatTurns.ts';
import { countWords, printed } from '../../../support/scriptedChat.ts';

const input = (more: Partial<PromptInput>): PromptInput => ({
  format: questionAndAnswer,
  earlier: [],
  turn: { question: 'Why?', context: [] },
  answerSoFar: '',
  userPrompts: [],
  budgetTokens: 100,
  ...more,
});

async function fit(more: Partial<PromptInput>): Promise<Extract<FittedPrompt, { kind: 'fits' }>> {
  const asked = input(more);
  const fitted = await fitPrompt(asked, (texts) => Promise.resolve(countWords(texts)));
  assert.ok(fitted.kind === 'fits', fitted.kind);
  assert.ok(fitted.promptTokens <= asked.budgetTokens, `${fitted.promptTokens}`);
  return fitted;
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, line) => `line ${line}`).join('\n');

describe('fitPrompt', () => {
  it('leaves everything in that fits', async () => {
    const { turns } = conversationOf([['Who?', 'Me.', [codeItem('old code')]]]);
    const { pieces, cuts } = await fit({
      earlier: turns,
      turn: { question: 'Why?', context: [codeItem('new code')] },
    });
    assert.deepEqual(cuts, []);
    assert.equal(
      printed(pieces),
      'Question: The selected code of a.ts:\n```typescript\nold code\n```\n\nWho?\nAnswer: Me.\n\n' +
        'Question: The selected code of a.ts:\n```typescript\nnew code\n```\n\nWhy?\nAnswer:',
    );
  });

  it('cuts a long item to the lines around its focus, and says which', async () => {
    const item = codeItem(lines(10_000), { focusLine: 5000 });
    const { pieces, cuts } = await fit({ turn: { question: 'Why?', context: [item] } });
    const [cut] = cuts;
    assert.ok(cut?.kind === 'itemShortened' && cuts.length === 1);
    assert.equal(cut.lines, 10_000);
    assert.ok(cut.firstLine < 5000 && cut.lastLine > 5000 && cut.lastLine - cut.firstLine > 20);
    assert.ok(printed(pieces).includes(`\`\`\`typescript\nline ${cut.firstLine}\n`));
    assert.ok(printed(pieces).includes(`line ${cut.lastLine}\n\`\`\``));
  });

  it('gives the selection what it needs before a file', async () => {
    const context = [
      codeItem(lines(60), { kind: 'file', label: 'big.ts' }),
      codeItem(lines(30), { label: 'selected' }),
    ];
    const { cuts, pieces } = await fit({ turn: { question: 'Why?', context } });
    assert.deepEqual(
      cuts.map((cut) => ('label' in cut ? cut.label : '')),
      ['big.ts'],
    );
    assert.ok(printed(pieces).includes('line 29'));
  });

  it('drops the oldest turns first, and of older ones the context before the question', async () => {
    const { turns } = conversationOf([
      [`Oldest? ${'word '.repeat(40)}`, 'A.'],
      ['Older?', 'B.', [codeItem(lines(40))]],
      ['Newest?', 'C.'],
    ]);
    const { cuts, pieces } = await fit({ earlier: turns, budgetTokens: 60 });
    assert.deepEqual(cuts, [
      { kind: 'turnsDropped', turns: 1 },
      { kind: 'earlierContextDropped', turns: 1 },
    ]);
    assert.equal(
      printed(pieces),
      'Question: Older?\nAnswer: B.\n\nQuestion: Newest?\nAnswer: C.\n\nQuestion: Why?\nAnswer:',
    );
  });

  it('leaves out turns that were never answered', async () => {
    const { turns } = conversationOf([['Lost?', '']], { kind: 'failed', message: 'no' });
    assert.equal(printed((await fit({ earlier: turns })).pieces), 'Question: Why?\nAnswer:');
  });

  it('says so when the question alone is too long', async () => {
    const turn = { question: 'word '.repeat(200), context: [] };
    const fitted = await fitPrompt(input({ turn }), (texts) => Promise.resolve(countWords(texts)));
    assert.deepEqual(fitted.kind, 'tooLong');
  });

  it('asks the built-in model in the very words that it was trained on', async () => {
    const turn = { question: '/explain', context: [codeItem('let a = 1;\n')] };
    const { pieces } = await fit({ format: nano, turn });
    assert.equal(
      printed(pieces),
      '<|user|>\nExplain this TypeScript code in one sentence:\n```typescript\nlet a = 1;\n```<|end|>\n<|assistant|>\n',
    );
  });
});
