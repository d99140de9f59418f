import assert from 'node:assert/strict';
import { type ChatBrowser, type ChatHarness, startChatBrowser } from './support/chatHarness.ts';
import { answered, STATES } from './support/chatStates.ts';

const LINES = Array.from({ length: 30 }, (_, line) => `Line ${line + 1} of an answer.\n\n`);
const ANSWER = LINES.join('');
const STREAMING = answered(ANSWER, 'running');
/** How much of the last line's height is within the view that shows it. */
const NEWEST_LINE = `(() => {
  const last = [...document.querySelectorAll('.answer .markdown p')].at(-1).getBoundingClientRect();
  const view = document.querySelector('.transcript');
  const scrollsAlone = getComputedStyle(view).overflowY !== 'visible';
  const { top, bottom } = scrollsAlone ? view.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  return Math.max(0, Math.min(last.bottom, bottom) - Math.max(last.top, top)) / last.height;
})()`;
const heightOf = (selector: string): string =>
  `document.querySelector('${selector}').getBoundingClientRect().height / innerHeight`;
const isWithin = (selector: string): string => `(() => {
  const { top, bottom } = document.querySelector('${selector}').getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
})()`;
/** Whether all of the placeholder is within the composer's field. */
const SHOWS_PLACEHOLDER = `(() => {
  const field = document.querySelector('.composer textarea');
  const { font, lineHeight, paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(field);
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = font;
  const width = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  const height = field.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
  return pen.measureText(field.placeholder).width <= width && parseFloat(lineHeight) <= height;
})()`;

describe('the chat page in a low view', () => {
  let browser: ChatBrowser;
  let chat: ChatHarness;
  const open = async (height: number, state = STREAMING): Promise<ChatHarness> =>
    (chat = await browser.open(state, { viewport: { width: 320, height } }));
  const append = (offset: number, text: string): Promise<void> =>
    chat.send({ kind: 'chunk', turnId: 't1', offset, text });
  before(async () => {
    browser = await startChatBrowser();
  });
  afterEach(async () => {
    assert.deepEqual(chat.errors, []);
    await chat.page.close();
  });
  after(() => browser.close());

  for (const height of [600, 340, 200, 180, 110]) {
    it(`keeps the newest line of a running answer in sight at ${height} pixels`, async () => {
      await open(height);
      for (let line = 0; line < LINES.length; line++) {
        await append(ANSWER.length + (LINES[0]?.length ?? 0) * line, LINES[0] ?? '');
        assert.ok((await chat.evaluate<number>(NEWEST_LINE)) > 0.99, `line ${line}`);
      }
    });

    it(`stays where the reader scrolled up to at ${height} pixels, and leads back with one button`, async () => {
      const { page } = await open(height);
      await page.locator('.transcript').hover();
      await page.mouse.wheel(0, -300);
      await page.locator('.jump').waitFor({ state: 'visible' });
      await append(ANSWER.length, ANSWER);
      assert.equal(await chat.evaluate(NEWEST_LINE), 0);
      assert.equal(await chat.evaluate(isWithin('.jump')), true);
      await page.locator('.jump').click();
      assert.ok((await chat.evaluate<number>(NEWEST_LINE)) > 0.99);
      await page.locator('.jump').waitFor({ state: 'hidden' });
    });

    it(`leads back from the keyboard at ${height} pixels, and leaves the focus where it led`, async () => {
      const { page } = await open(height);
      await page.locator('.transcript').hover();
      await page.mouse.wheel(0, -300);
      await page.locator('.jump').waitFor({ state: 'visible' });
      await chat.evaluate(`document.querySelector('.jump').focus()`);
      await page.keyboard.press('Enter');
      await page.locator('.jump').waitFor({ state: 'hidden' });
      assert.ok((await chat.evaluate<number>(NEWEST_LINE)) > 0.99);
      assert.equal(await chat.evaluate('document.activeElement.className'), 'turn');
    });
  }

  for (const height of [200, 180]) {
    it(`leaves a third of ${height} pixels to what is read, whatever is written and attached`, async () => {
      const { page } = await open(height, STATES['fullContext']);
      await page
        .locator('.composer textarea')
        .fill('A question\nof more lines\nthan there is\nroom for\nhere.\n');
      assert.ok((await chat.evaluate<number>(heightOf('.transcript'))) >= 1 / 3);
      assert.equal(await chat.evaluate(isWithin('.composer')), true);
    });
  }

  for (const height of [340, 200, 180]) {
    it(`shows all of the composer’s placeholder at ${height} pixels, in a large font as well`, async () => {
      await open(height, STATES['explanation']);
      assert.equal(await chat.evaluate(SHOWS_PLACEHOLDER), true);
      await chat.evaluate(`document.documentElement.style.setProperty('--vscode-font-size', '18px')`);
      assert.equal(await chat.evaluate(SHOWS_PLACEHOLDER), true);
    });
  }

  it('has the longer placeholder again once there is room', async () => {
    const { page } = await open(200);
    await page.setViewportSize({ width: 320, height: 600 });
    await page.locator('.composer textarea[placeholder*="# symbols"]').waitFor({ state: 'visible' });
    assert.equal(
      await page.locator('.composer textarea').getAttribute('aria-label'),
      'Ask about your code: / commands, @ files, # symbols',
    );
  });

  it('brings the answer into sight when a question was sent from below it', async () => {
    const { page } = await open(110, answered(ANSWER));
    await page.locator('.composer textarea').fill('And now?');
    await page.keyboard.press('Enter');
    const [first] = STREAMING.turns;
    assert.ok(first !== undefined);
    await chat.show({ ...STREAMING, turns: [...answered(ANSWER).turns, { ...first, id: 't2' }] });
    assert.ok((await chat.evaluate<number>(NEWEST_LINE)) > 0.99);
  });
});
