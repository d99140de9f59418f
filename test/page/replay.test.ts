import assert from 'node:assert/strict';
import { ensureTestHost } from '../../tools/host/install.ts';
import { type Browser, launchChromium, type Page, type Viewport } from '../../tools/host/playwright.ts';
import { type ReplayContent } from '../../src/webview/replay/replayContent.ts';
import { replayHtml } from '../../src/webview/replay/replayHtml.ts';
import {
  englishReplay,
  REPLAY_FIT,
  REPLAY_LENGTH,
  replayContent,
  replayedMonth,
} from '../support/replayPage.ts';
import { type ThemeName } from './support/chatHarness.ts';
import { axeViolations, openStillPage, ZOOMED } from './support/openStillPage.ts';

const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
const FITTED = { fit: REPLAY_FIT, lengthFit: REPLAY_LENGTH };

describe('the page of a replay in a browser', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium(ensureTestHost(), true);
  });
  after(() => browser.close());

  function open(content: ReplayContent, name: ThemeName, viewport?: Viewport): Promise<Page> {
    return openStillPage(browser, replayHtml(content, englishReplay(), 'harness'), name, viewport);
  }

  for (const theme of THEMES) {
    it(`has no violation for a screen reader: ${theme}`, async () => {
      // An empty page has no colours of its own.
      const empty = theme === 'dark' ? [replayContent([], { end: { kind: 'timeUp' } })] : [];
      for (const content of [replayContent(replayedMonth(), FITTED), ...empty]) {
        const page = await open(content, theme);
        assert.deepEqual(await axeViolations(page), []);
        const pictures = process.env['OPENELM_PICTURES'];
        if (pictures !== undefined) {
          await page.screenshot({ path: `${pictures}/replay-${theme}-${content.end.kind}.png` });
        }
        await page.close();
      }
    });
  }

  it('never scrolls sideways at 400 % zoom', async () => {
    const page = await open(replayContent(replayedMonth(), FITTED), 'dark', ZOOMED);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), ZOOMED.width);
    await page.close();
  });
});
