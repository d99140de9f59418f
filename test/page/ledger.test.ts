import assert from 'node:assert/strict';
import { ensureTestHost } from '../../tools/host/install.ts';
import { type Browser, launchChromium, type Page, type Viewport } from '../../tools/host/playwright.ts';
import { ledgerHtml, type LedgerPageContent } from '../../src/webview/ledger/ledgerHtml.ts';
import { englishLedger, LEARNT, ledgerContent, ledgerMonth } from '../support/ledgerPage.ts';
import { type ThemeName } from './support/chatHarness.ts';
import { axeViolations, openStillPage, ZOOMED } from './support/openStillPage.ts';

const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
describe('the page of the ledger in a browser', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium(ensureTestHost(), true);
  });
  after(() => browser.close());

  function open(content: LedgerPageContent, name: ThemeName, viewport?: Viewport): Promise<Page> {
    return openStillPage(browser, ledgerHtml(content, englishLedger(), 'harness'), name, viewport);
  }

  for (const theme of THEMES) {
    it(`has no violation for a screen reader: ${theme}`, async () => {
      // An empty page has no colours of its own.
      const empty = theme === 'dark' ? [ledgerContent([], { isEnabled: false })] : [];
      for (const content of [ledgerContent(ledgerMonth(), { learnt: LEARNT }), ...empty]) {
        const page = await open(content, theme);
        await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
        assert.deepEqual(await axeViolations(page), []);
        const pictures = process.env['OPENELM_PICTURES'];
        if (pictures !== undefined) {
          await page.screenshot({
            path: `${pictures}/ledger-${theme}-${content.report.languages.length}.png`,
          });
        }
        await page.close();
      }
    });
  }

  it('never scrolls sideways at 400 % zoom', async () => {
    const page = await open(ledgerContent(ledgerMonth()), 'dark', ZOOMED);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), ZOOMED.width);
    await page.close();
  });
});
