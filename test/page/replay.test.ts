import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureTestHost } from '../../tools/host/install.ts';
import { type Browser, launchChromium, type Page, type Viewport } from '../../tools/host/playwright.ts';
import { type ReplayContent } from '../../src/webview/replay/replayContent.ts';
import { replayHtml } from '../../src/webview/replay/replayHtml.ts';
import { englishReplay, replayContent, replayedMonth } from '../support/replayPage.ts';
import { readTheme, type ThemeName } from './support/chatHarness.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
const RUN_AXE = `axe.run(document).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? ''))))`;
/** A window of 1,280 × 720 pixels at 400 % zoom. */
const ZOOMED = { width: 320, height: 180 };

describe('the page of a replay in a browser', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium(ensureTestHost(), true);
  });
  after(() => browser.close());

  async function open(content: ReplayContent, name: ThemeName, viewport?: Viewport): Promise<Page> {
    const context = await browser.newContext({ viewport: viewport ?? { width: 1100, height: 900 } });
    const page = await context.newPage();
    const html = replayHtml(content, englishReplay(), 'harness');
    await page.goto(`data:text/html;charset=utf-8,${encodeURIComponent(html)}`, { waitUntil: 'load' });
    const { variables, bodyClass } = readTheme(name);
    const given = JSON.stringify({
      '--vscode-font-family': 'system-ui, "DejaVu Sans", sans-serif',
      '--vscode-font-size': '13px',
      ...variables,
    });
    // As VS Code does it: the variables are the document's, and the background the body's.
    await page.evaluate(`for (const [name, value] of Object.entries(${given})) document.documentElement.style.setProperty(name, value);
      document.body.className = ${JSON.stringify(bodyClass)};
      document.body.style.backgroundColor = 'var(--vscode-editor-background)';`);
    return page;
  }

  for (const theme of THEMES) {
    it(`has no violation for a screen reader: ${theme}`, async () => {
      for (const content of [
        replayContent(replayedMonth()),
        replayContent([], { end: { kind: 'timeUp' } }),
      ]) {
        const page = await open(content, theme);
        await page.evaluate(AXE);
        assert.deepEqual(await page.evaluate(RUN_AXE), []);
        const pictures = process.env['OPENELM_PICTURES'];
        if (pictures !== undefined) {
          await page.screenshot({ path: `${pictures}/replay-${theme}-${content.end.kind}.png` });
        }
        await page.close();
      }
    });
  }

  it('never scrolls sideways at 400 % zoom', async () => {
    const page = await open(replayContent(replayedMonth()), 'dark', ZOOMED);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), ZOOMED.width);
    await page.close();
  });
});
