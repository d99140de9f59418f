/** `npm run pictures:chat -- [FOLDER]`: takes a picture of every state of the chat page, in each theme and two widths. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startChatBrowser, type ThemeName } from '../test/page/support/chatHarness.ts';
import { STATES } from '../test/page/support/chatStates.ts';
import { artifactsFolder } from './host/paths.ts';

const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
const WIDTHS = [300, 900];
const HEIGHT = 760;
/** Taken besides, in one theme: a language from right to left, and a side bar at 400 % zoom. */
const SPECIAL = [
  { name: 'right-to-left', theme: 'light', language: 'ar', viewport: { width: 300, height: HEIGHT } },
  { name: 'zoom-400', theme: 'dark', language: 'en', viewport: { width: 320, height: 256 } },
] as const;

const out = process.argv[2] ?? path.join(artifactsFolder, 'pictures', 'chat');
mkdirSync(out, { recursive: true });
const browser = await startChatBrowser();
try {
  for (const theme of THEMES) {
    for (const width of WIDTHS) {
      for (const [name, state] of Object.entries(STATES)) {
        const chat = await browser.open(state, { theme, viewport: { width, height: HEIGHT } });
        if (name === 'history') {
          await chat.page.locator('.chat-header button').first().click();
        }
        if (name === 'empty') {
          await chat.page.locator('.composer textarea').click();
          await chat.page.keyboard.type('/');
        }
        await chat.page.screenshot({ path: path.join(out, `${theme}-${width}-${name}.png`) });
        await chat.page.close();
      }
    }
    console.log(`${theme}: ${Object.keys(STATES).length * WIDTHS.length} pictures`);
  }
  for (const { name: special, ...options } of SPECIAL) {
    for (const [name, state] of Object.entries(STATES)) {
      const chat = await browser.open(state, options);
      await chat.page.screenshot({ path: path.join(out, `${special}-${name}.png`) });
      await chat.page.close();
    }
    console.log(`${special}: ${Object.keys(STATES).length} pictures`);
  }
} finally {
  await browser.close();
}
