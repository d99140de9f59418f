/** `npm run pictures:chat -- [FOLDER]`: takes a picture of every state of the chat page, in each theme and two widths. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startChatBrowser, type ThemeName } from '../test/page/support/chatHarness.ts';
import { STATES } from '../test/page/support/chatStates.ts';
import { artifactsFolder } from './host/paths.ts';

const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
const WIDTHS = [300, 900];
const HEIGHT = 760;

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
} finally {
  await browser.close();
}
