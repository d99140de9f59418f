import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startChatBrowser, type ChatBrowser, type ThemeName } from '../../test/page/support/chatHarness.ts';
import { STATES } from '../../test/page/support/chatStates.ts';
import { type Viewport } from '../host/playwright.ts';

const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
/** Narrow and wide side bars, a low panel, and a window of 1,280 × 720 pixels at 400 % zoom. */
const SIZES: readonly Viewport[] = [
  { width: 300, height: 760 },
  { width: 900, height: 760 },
  { width: 300, height: 200 },
  { width: 320, height: 180 },
];
/** What no theme changes is taken in one. */
const RIGHT_TO_LEFT = { theme: 'light', language: 'ar', viewport: { width: 300, height: 760 } } as const;

/** Takes a picture of every state of the chat page, in each theme and size. */
export async function takeChatPagePictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await startChatBrowser();
  try {
    for (const theme of THEMES) {
      for (const viewport of SIZES) {
        const name = `${theme}-${String(viewport.width)}x${String(viewport.height)}`;
        await takeStates(browser, { theme, viewport }, path.join(folder, name));
      }
      console.log(`chat page: ${theme}, ${Object.keys(STATES).length * SIZES.length} pictures`);
    }
    await takeStates(browser, RIGHT_TO_LEFT, path.join(folder, 'right-to-left'));
  } finally {
    await browser.close();
  }
}

async function takeStates(
  browser: ChatBrowser,
  options: Parameters<ChatBrowser['open']>[1],
  prefix: string,
): Promise<void> {
  for (const [name, state] of Object.entries(STATES)) {
    const chat = await browser.open(state, options);
    if (name === 'history') {
      await chat.page.locator('.chat-header button').first().click();
    }
    if (name === 'empty') {
      await chat.page.locator('.composer textarea').click();
      await chat.page.keyboard.type('/');
    }
    await chat.page.screenshot({ path: `${prefix}-${name}.png` });
    await chat.page.close();
  }
}
