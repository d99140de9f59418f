import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type InsidePage } from '../../src/webview/inside/insideHtml.ts';
import { type ThemeName } from './support/chatHarness.ts';
import { type InsideBrowser, startInsideBrowser } from './support/insideHarness.ts';
import { insideStates } from './support/insideStates.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const THEMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];
const UNFOLD = 'document.querySelectorAll("details").forEach((part) => { part.open = true; })';
const RUN_AXE = `axe.run(document).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? ''))))`;
/** A window of 1,280 × 720 pixels at 400 % zoom. */
const ZOOMED = { width: 320, height: 180 };

describe('the page about a model file in a browser', () => {
  let browser: InsideBrowser;
  let states: Readonly<Record<string, InsidePage>>;
  const state = (name: string): InsidePage => states[name] ?? assert.fail(name);
  before(async () => {
    browser = await startInsideBrowser();
    states = await insideStates();
  });
  after(() => browser.close());

  for (const theme of THEMES) {
    for (const name of ['scaled', 'refused', 'uniform']) {
      it(`has no violation for a screen reader: ${name}, ${theme}`, async () => {
        const { page, errors } = await browser.open(state(name), theme);
        await page.evaluate(UNFOLD);
        await page.evaluate(AXE);
        assert.deepEqual(await page.evaluate(RUN_AXE), []);
        assert.deepEqual(errors, []);
        await page.close();
      });
    }
  }

  it('never scrolls sideways at 400 % zoom, and keeps the size of its words', async () => {
    const { page } = await browser.open(state('scaled'), 'dark', ZOOMED);
    await page.evaluate(UNFOLD);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), ZOOMED.width);
    const height = await page.evaluate(
      'document.querySelector(".chart text").getBoundingClientRect().height',
    );
    assert.ok(Number(height) > 10, String(height));
    await page.close();
  });

  it('asks for the tokens of what is typed, once the typing rests, and shows them with their ids', async () => {
    const { page, next, send, errors } = await browser.open(state('scaled'), 'dark');
    await page.locator('#tried-text').click();
    await page.keyboard.type('a b');
    const message = await next();
    assert.ok(message.action === 'cut');
    assert.equal(message.text, 'a b');
    const pieces = [
      { id: 97, text: 'a' },
      { id: 5, text: ' b' },
    ];
    const { requestId } = message;
    await send({ kind: 'pieces', requestId: requestId - 1, pieces: [], summary: 'too late' });
    await send({ kind: 'pieces', requestId, pieces, summary: '2 tokens' });
    const [shown, summary] = await Promise.all([
      page.evaluate('[...document.querySelectorAll("#tried-pieces li")].map((one) => one.textContent)'),
      page.locator('#tried-summary').innerText(),
    ]);
    assert.deepEqual(shown, ['a97', '·b5']);
    assert.equal(summary, '2 tokens');
    assert.deepEqual(errors, []);
    await page.close();
  });

  it('takes the selection of an editor, or says that there is none', async () => {
    const { page, next, send } = await browser.open(state('scaled'), 'light');
    await page.locator('#take-selection').click();
    assert.deepEqual(await next(), { action: 'takeSelection' });
    await send({ kind: 'problem', message: 'Select some text.' });
    assert.equal(await page.locator('#tried-summary').innerText(), 'Select some text.');
    await send({ kind: 'selection', text: '<b>x</b>' });
    const message = await next();
    assert.ok(message.action === 'cut');
    assert.equal(message.text, '<b>x</b>');
    await page.close();
  });

  it('shows what a token stands for as text', async () => {
    const { page, next, send } = await browser.open(state('scaled'), 'light');
    await page.locator('#tried-text').click();
    await page.keyboard.type('x');
    const message = await next();
    assert.ok(message.action === 'cut');
    const { requestId } = message;
    await send({ kind: 'pieces', requestId, pieces: [{ id: 1, text: '<img src=x>' }], summary: '<b>' });
    assert.equal(await page.evaluate('document.querySelectorAll("main img, main b").length'), 0);
    await page.close();
  });
});
