import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { benchmarkReport, FAILED_ROW, MEASURED_ROW } from '../support/benchmarkPage.ts';
import { type BenchmarkBrowser, reportMessage, startBenchmarkBrowser } from './support/benchmarkHarness.ts';
import { type ThemeName } from './support/chatHarness.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
const RUN_AXE = `axe.run(document).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? ''))))`;
/** A window of 1,280 × 720 pixels at 400 % zoom. */
const ZOOMED = { width: 320, height: 180 };

describe('the page of the benchmark in a browser', () => {
  let browser: BenchmarkBrowser;
  before(async () => {
    browser = await startBenchmarkBrowser();
  });
  after(() => browser.close());

  for (const theme of THEMES) {
    it(`has no violation for a screen reader: ${theme}`, async () => {
      const { page, send, errors } = await browser.open(undefined, theme);
      await send(
        reportMessage(benchmarkReport([MEASURED_ROW, FAILED_ROW], 'running'), 'OpenELM 270M is measured.'),
      );
      await page.evaluate(AXE);
      assert.deepEqual(await page.evaluate(RUN_AXE), []);
      assert.deepEqual(errors, []);
      await page.close();
    });
  }

  it('never scrolls sideways at 400 % zoom', async () => {
    const { page, send } = await browser.open(undefined, 'dark', ZOOMED);
    await send(reportMessage(benchmarkReport([MEASURED_ROW, FAILED_ROW])));
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), ZOOMED.width);
    await page.close();
  });

  it('asks for the report, shows its rows as text and says what is new', async () => {
    const { page, next, send } = await browser.open(undefined, 'light');
    assert.deepEqual(await next(), { action: 'ready' });
    await send(reportMessage(benchmarkReport([FAILED_ROW], 'running'), 'It could not be measured.'));
    assert.equal(await page.evaluate('document.querySelectorAll("#report img").length'), 0);
    assert.match(await page.locator('#report tbody th').innerText(), /^<img src=x> \| `big` \(Q4_K\)/u);
    assert.equal(await page.locator('#status').innerText(), 'It could not be measured.');
    await page.close();
  });

  it('keeps the focus where it is while rows come, and moves it from a button that goes', async () => {
    const { page, next, send } = await browser.open(undefined, 'dark');
    await next();
    await send(reportMessage(benchmarkReport([], 'running')));
    await page.locator('#cancel').click();
    assert.deepEqual(await next(), { action: 'cancel' });
    await send(reportMessage(benchmarkReport([MEASURED_ROW], 'running')));
    assert.equal(await page.evaluate('document.activeElement.id'), 'cancel');
    await send(reportMessage(benchmarkReport([MEASURED_ROW], 'cancelled')));
    assert.equal(await page.evaluate('document.activeElement.id'), 'copy');
    assert.equal(await page.evaluate('document.querySelector("#cancel").hidden'), true);
    await page.keyboard.press('Enter');
    assert.deepEqual(await next(), { action: 'copy' });
    await page.close();
  });
});
