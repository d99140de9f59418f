import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ChatBrowser, startChatBrowser, type ThemeName } from './support/chatHarness.ts';
import { STATES } from './support/chatStates.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
const RUN_AXE = `axe.run(document).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? ''))))`;

describe('the chat page for a screen reader', () => {
  let browser: ChatBrowser;
  before(async () => {
    browser = await startChatBrowser();
  });
  after(() => browser.close());

  for (const theme of THEMES) {
    for (const [name, state] of Object.entries(STATES)) {
      it(`has no violation in the state ${name} with the theme ${theme}`, async () => {
        const chat = await browser.open(state, { theme });
        if (name === 'history') {
          await chat.page.locator('.chat-header button').first().click();
        }
        await chat.evaluate(AXE);
        assert.deepEqual(await chat.evaluate(RUN_AXE), []);
        assert.deepEqual(chat.errors, []);
        await chat.page.close();
      });
    }
  }
});
