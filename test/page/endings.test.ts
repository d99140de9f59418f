import assert from 'node:assert/strict';
import { type AnswerView } from '../../src/webview/chatProtocol.ts';
import { type ChatBrowser, startChatBrowser } from './support/chatHarness.ts';
import { conversation, turn } from './support/chatStates.ts';

describe('below an answer that did not end well', () => {
  let browser: ChatBrowser;
  before(async () => {
    browser = await startChatBrowser();
  });
  after(() => browser.close());

  /** What is said there, and then what the buttons say. */
  const ending = async (answer: AnswerView): Promise<readonly string[]> => {
    const chat = await browser.open(conversation(turn('t1', 'Go', answer)));
    const sentence = await chat.page.locator('.ending-text').innerText();
    const buttons = await chat.page.locator('.ending .buttons').innerText();
    assert.deepEqual(chat.errors, []);
    await chat.page.close();
    return [sentence.trim(), ...buttons.split('\n').map((line) => line.trim())].filter(Boolean);
  };

  it('the page says that the model repeated itself, and lets it go on or answer again', async () => {
    assert.deepEqual(await ending({ kind: 'repeated', text: 'Once.' }), [
      'The model began to repeat itself; the answer was stopped.',
      'Continue',
      'Try Again',
    ]);
  });

  it('the page offers no other model where none was asked', async () => {
    const refused = { kind: 'failed', text: '', message: 'Nothing is staged.', isUnasked: true } as const;
    assert.deepEqual(await ending(refused), ['No answer: Nothing is staged.', 'Try Again']);
  });

  it('the page offers another model where there was no answer, and nothing to copy', async () => {
    const failed = { kind: 'failed', text: '', message: 'it is too small' } as const;
    const chat = await browser.open(conversation(turn('t1', 'Go', failed)));
    await chat.page.locator('.ending button').nth(1).click();
    await chat.next('getModel');
    await chat.page.locator('.ending button').nth(2).click();
    await chat.next('chooseModel');
    assert.equal(await chat.page.locator('.answer-foot button').count(), 0);
    await chat.page.close();
  });
});
