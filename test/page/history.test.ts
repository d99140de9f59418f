import assert from 'node:assert/strict';
import { type ChatBrowser, startChatBrowser } from './support/chatHarness.ts';
import { EMPTY, STATES } from './support/chatStates.ts';

describe('the history of the chat page', () => {
  let browser: ChatBrowser;
  before(async () => {
    browser = await startChatBrowser();
  });
  after(() => browser.close());

  it('begins a conversation’s title and date at the edge where its language begins', async () => {
    const chat = await browser.open(STATES['history'] ?? EMPTY);
    await chat.page.locator('.chat-header button').first().click();
    const edges = await chat.evaluate<readonly (readonly [string, boolean, boolean])[]>(`
      [...document.querySelectorAll('.conversation')].map((row) => {
        const box = row.getBoundingClientRect();
        const lines = [...row.children].map((child) => {
          const range = document.createRange();
          range.selectNodeContents(child);
          return range.getBoundingClientRect();
        });
        const isLeft = lines.every(({ left }) => left - box.left < 12);
        const isRight = lines.every(({ right }) => box.right - right < 12);
        return [row.textContent, isLeft, isRight];
      })`);
    assert.deepEqual(
      edges.map(([, ...sides]) => sides),
      [
        [true, false],
        [true, false],
        [false, true],
      ],
    );
  });
});
