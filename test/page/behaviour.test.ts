import assert from 'node:assert/strict';
import { type ChatState } from '../../src/webview/chatProtocol.ts';
import { type ChatBrowser, type ChatHarness, startChatBrowser } from './support/chatHarness.ts';
import { AA_CONTRAST, contrast, parseColor } from '../../src/webview/page/readableColor.ts';
import { answered, conversation, EMPTY, STATES, turn } from './support/chatStates.ts';

const FIELD = '.composer textarea';
const SETTLED = `document.querySelector('.markdown').innerHTML`;
const ACTIVE = `document.activeElement.getAttribute('aria-label')`;
const TWO_FRAMES =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))';

function running(text: string): ChatState {
  return answered(text, 'running');
}

describe('the chat page', () => {
  let browser: ChatBrowser;
  let chat: ChatHarness;
  const open = async (state: ChatState): Promise<ChatHarness> => (chat = await browser.open(state));
  before(async () => {
    browser = await startChatBrowser();
  });
  afterEach(async () => {
    assert.deepEqual(chat.errors, []);
    await chat.page.close();
  });
  after(() => browser.close());

  it('sends with Enter and starts a line with Shift+Enter', async () => {
    const { page } = await open(EMPTY);
    await page.locator(FIELD).click();
    await page.keyboard.type('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    await page.keyboard.press('Enter');
    assert.equal((await chat.next('send')).params.text, 'one\ntwo');
    assert.equal(await page.locator(FIELD).inputValue(), '');
  });

  it('sends nothing while no model can answer, and keeps the text', async () => {
    const { page } = await open({ ...EMPTY, model: { kind: 'none' } });
    await page.locator(FIELD).fill('a question');
    await page.locator(FIELD).click();
    await page.keyboard.press('Enter');
    assert.equal(await page.locator(FIELD).inputValue(), 'a question');
    await page.locator('.panel .primary').click();
    await chat.next('getModel');
    assert.ok(!chat.sent.some(({ action }) => action === 'send'));
  });

  it('stops with Escape and with the button', async () => {
    const { page } = await open(running('Some text'));
    await page.locator(FIELD).click();
    await page.keyboard.press('Escape');
    await chat.next('stop');
    await page.locator('.send.stop').click();
    await chat.next('stop');
  });

  it('completes a command from the list with the keyboard', async () => {
    const { page } = await open(EMPTY);
    await page.locator(FIELD).click();
    await page.keyboard.type('/');
    await page.keyboard.press('ArrowDown');
    assert.equal(
      await chat.evaluate(
        `document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent`,
      ),
      '/fixMend the problems of the selection',
    );
    await page.keyboard.press('Enter');
    assert.equal(await page.locator(FIELD).inputValue(), '/fix ');
  });

  it('asks the host for what may be mentioned, and adds the chosen one', async () => {
    const { page } = await open(EMPTY);
    await page.locator(FIELD).click();
    await page.keyboard.type('see @a');
    await chat.next('suggest');
    const { params } = await chat.next('suggest');
    assert.deepEqual(params, { requestId: 2, trigger: '@', query: 'a' });
    const item = { insert: '', label: 'a.ts', detail: 'src', contextId: 'file:src/a.ts' };
    await chat.send({ kind: 'suggestions', requestId: 1, items: [{ ...item, label: 'late' }] });
    assert.equal(await page.locator('.suggestion').count(), 0);
    await chat.send({ kind: 'suggestions', requestId: 2, items: [item] });
    await page.keyboard.press('Tab');
    assert.equal((await chat.next('addContext')).params.contextId, 'file:src/a.ts');
    assert.equal(await page.locator(FIELD).inputValue(), 'see ');
  });

  it('removes a chip and leaves the keyboard on its neighbour', async () => {
    const state = STATES['fullContext'] ?? EMPTY;
    const { page } = await open(state);
    await page.locator('.composer .chip button').first().click();
    assert.equal((await chat.next('removeContext')).params.id, 'c1');
    await chat.show({ ...state, context: { ...state.context, chips: state.context.chips.slice(1) } });
    assert.equal(await chat.evaluate(ACTIVE), 'Remove 2 problems');
  });

  it('edits a sent question', async () => {
    const { page } = await open(answered('It is.'));
    await page.locator(FIELD).click();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type(', please');
    await page.keyboard.press('Enter');
    assert.deepEqual((await chat.next('edit')).params, { turnId: 't1', text: 'Explain this, please' });
  });

  it('offers what can be done with an answer that did not end well', async () => {
    const { page } = await open(
      conversation(turn('t1', 'Go', { kind: 'interrupted', text: 'Half', message: 'It ended.' })),
    );
    await page.locator('.ending button').first().click();
    assert.equal((await chat.next('continueAnswer')).params.turnId, 't1');
    await page.locator('.ending button').nth(1).click();
    assert.equal((await chat.next('regenerate')).params.turnId, 't1');
  });

  for (const action of ['copy', 'insert', 'replace', 'diff', 'newFile'] as const) {
    it(`hands all of a code block to the host to ${action}`, async () => {
      const { page } = await open(answered('```ts\na < b;\r\nc();\n```'));
      await page.locator(`[data-code="${action}"]`).click();
      assert.deepEqual((await chat.next('code')).params, { action, text: 'a < b;\nc();\n', language: 'ts' });
    });
  }

  it('shows a streamed answer as it shows the whole one', async () => {
    const text = STATES['explanation']?.turns[0]?.answer.text ?? '';
    await open(running(''));
    for (let at = 0; at < text.length; at += 37) {
      await chat.send({ kind: 'chunk', turnId: 't1', offset: at, text: text.slice(at, at + 37) });
    }
    await chat.show(answered(text));
    const streamed = await chat.evaluate(SETTLED);
    await chat.page.close();
    await open(answered(text));
    assert.equal(await chat.evaluate(SETTLED), streamed);
  });

  it('colours code as the theme does that it names to the host, and as the workbench does for any other', async () => {
    const code = answered('```js\n// a note\nlet a;\n```');
    const { page } = await open(code);
    const { id } = (await chat.next('theme')).params;
    const commentColor = `getComputedStyle(document.querySelector('.hljs-comment')).color`;
    const workbench = await chat.evaluate(commentColor);
    await chat.show({ ...code, theme: { id: 'another', tokenColors: { comment: '#b5cea8' } } });
    assert.equal(await chat.evaluate(commentColor), workbench);
    await chat.show({ ...code, theme: { id, tokenColors: { comment: '#b5cea8' } } });
    assert.equal(await chat.evaluate(commentColor), 'rgb(181, 206, 168)');
    await page.evaluate(`document.body.dataset.vscodeThemeId = 'a third'`);
    assert.equal((await chat.next('theme')).params.id, 'a third');
    assert.equal(await chat.evaluate(commentColor), workbench);
  });

  it('changes a colour of the theme that can’t be read on the page', async () => {
    const code = answered('```js\n// a note\n```');
    await open(code);
    const { id } = (await chat.next('theme')).params;
    await chat.show({ ...code, theme: { id, tokenColors: { comment: '#202020' } } });
    const rgb = (selector: string, property: string): Promise<string> =>
      chat.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`);
    const black = [0, 0, 0] as const;
    const below = parseColor(await rgb('.code-block', 'backgroundColor'), black) ?? black;
    const color = parseColor(await rgb('.hljs-comment', 'color'), below) ?? black;
    assert.ok(contrast(color, below) >= AA_CONTRAST, `${contrast(color, below)}`);
  });

  it('opens the editor’s picker with the model button, which says how the model is asked', async () => {
    const { page } = await open(EMPTY);
    const label = await page.locator('.model-button').getAttribute('aria-label');
    assert.equal(label, 'Model: OpenELM 1.1B Instruct, asked by raw completion. Choose another.');
    await page.locator('.model-button').click();
    await chat.next('pickModel');
  });

  it('says on an empty page what the model can’t do, with the way to a better one', async () => {
    const { page } = await open(STATES['tooSmall'] ?? EMPTY);
    assert.match(await page.locator('.limits').innerText(), /only completes code/u);
    assert.equal(await page.locator('.offer').count(), 0);
    await page.locator('.limits .primary').click();
    await chat.next('getModel');
    await page.locator('.limits button').nth(1).click();
    await chat.next('chooseModel');
  });

  it('says of the context whether its tokens are counted, whether it fits, and whether the model knows that length', async () => {
    const meter = async (): Promise<string | null> =>
      chat.page.locator('.meter').getAttribute('aria-valuetext');
    const { context } = EMPTY;
    await open({ ...EMPTY, context: { ...context, usedTokens: 1100, tunedTokens: 1024 } });
    assert.equal(
      await meter(),
      '1,100 of 1,536 tokens. The model was tuned on 1,024 tokens: beyond them its answers get worse.',
    );
    await chat.show({ ...EMPTY, context: { ...context, usedTokens: 2000, isEstimate: true } });
    assert.equal(
      await meter(),
      'About 2,000 of 1,536 tokens; they are counted once the model is loaded. Not all of it fits.',
    );
  });

  it('keeps a code block and the focus in it while its text grows', async () => {
    await open(running('```js\nlet a;\n'));
    await chat.evaluate(`(window.kept = document.querySelector('[data-code=copy]')).focus()`);
    await chat.send({ kind: 'chunk', turnId: 't1', offset: 13, text: 'let b;\n```\n\nDone.\n\nMore' });
    assert.equal(
      await chat.evaluate('document.activeElement === window.kept && window.kept.isConnected'),
      true,
    );
  });

  it('asks for everything when a piece of text is missing', async () => {
    await open(running('One'));
    await chat.send({ kind: 'chunk', turnId: 't1', offset: 9, text: 'three' });
    await chat.next('ready');
  });

  it('gives the draft to the page that comes after it', async () => {
    chat = await browser.open(EMPTY, { draft: 'half a question' });
    assert.equal(await chat.page.locator(FIELD).inputValue(), 'half a question');
    await chat.page.locator(FIELD).fill('more');
    assert.deepEqual(await chat.evaluate('window.harnessKept()'), { draft: 'more' });
  });

  it('searches, renames and deletes conversations', async () => {
    const { page } = await open(STATES['history'] ?? EMPTY);
    await page.locator('.chat-header button').first().click();
    await page.keyboard.type('crlf');
    assert.equal(await page.locator('.conversations li').count(), 1);
    assert.equal((await chat.next('searchConversations')).params.query, 'crlf');
    await chat.send({ kind: 'found', query: 'crlf', ids: ['k3'] });
    assert.equal(await page.locator('.conversations li').count(), 2);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('New name');
    await page.keyboard.press('Enter');
    assert.deepEqual((await chat.next('renameConversation')).params, { id: 'k2', title: 'New name' });
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.history').isVisible(), false);
  });

  it('bears 200 KB that were pasted, and binary text', async () => {
    const pasted = `${'x'.repeat(200_000)}\u0000\u001b\ufffd`;
    const { page } = await open(EMPTY);
    await page.locator(FIELD).fill(pasted);
    await page.locator('.send').first().click();
    const { params } = await chat.next('send');
    assert.equal(params.text.length, pasted.length);
    await chat.show(conversation(turn('t1', params.text, { kind: 'done', text: params.text })));
    await page.locator('.question-text button').click();
    assert.equal(
      await chat.evaluate(`document.querySelector('.question-text').textContent.length > 100000`),
      true,
    );
  });

  it('reads out what will not fit when more of it does not, and not with every move of the cursor', async () => {
    const { page } = await open(EMPTY);
    const withCuts = (...cuts: readonly string[]): ChatState => ({
      ...EMPTY,
      context: { ...EMPTY.context, cuts },
    });
    const read = (): Promise<string> => page.locator('[role=log]').innerText();
    await chat.show(withCuts('Of a.ts, lines 1 to 9 of 90 fit.'));
    await chat.show(withCuts('Of a.ts, lines 2 to 10 of 90 fit.'));
    assert.match(await page.locator('.cuts').innerText(), /lines 2 to 10/u);
    assert.doesNotMatch(await read(), /lines 2/u);
    await chat.show(withCuts('Of a.ts, lines 2 to 10 of 90 fit.', 'b.ts did not fit.'));
    assert.match(await read(), /lines 1 to 9 of 90 fit\.[^]*b\.ts did not fit\./u);
  });

  it('is walked through with Tab from the title to the answer and the composer', async () => {
    const { page } = await open({ ...(STATES['explanation'] ?? EMPTY), showSafetyNote: true });
    await chat.evaluate('document.activeElement.blur()');
    const walked: string[] = [];
    for (let step = 0; step < 16; step++) {
      await page.keyboard.press('Tab');
      // What the focus scrolls the page to is known in a frame: whether there is still something to jump to.
      await chat.evaluate(TWO_FRAMES);
      walked.push(await chat.evaluate(`${ACTIVE} ?? document.activeElement.textContent`));
    }
    const places = [
      ...['Earlier Conversations', 'Edit the Question', 'Copy', 'Code in typescript', 'case delay'],
      ...[
        'trigger policy',
        'https://en.wikipedia.org/wiki/Switch#Contact_bounce',
        'Copy the Answer',
        'Close',
      ],
      ...['Add Context', 'Remove debounce.ts:12–31', 'Remove 2 problems'],
      ...['Ask about your code: / commands, @ files, # symbols'],
      ...['Model: OpenELM 1.1B Instruct, asked by raw completion. Choose another.', 'Send'],
    ];
    assert.deepEqual(walked.slice(0, places.length), places);
  });

  it('shows the code of a block on one ground, whatever VS Code’s own style says of code', async () => {
    await open(answered('```ts\na < b;\n```'));
    const ground = `getComputedStyle(document.querySelector('.code-block code')).backgroundColor`;
    assert.equal(await chat.evaluate(ground), 'rgba(0, 0, 0, 0)');
  });

  it('moves nothing for those who want no motion', async () => {
    await open(STATES['waiting'] ?? EMPTY);
    const animation = `getComputedStyle(document.querySelector('.dots i')).animationName`;
    assert.equal(await chat.evaluate(animation), 'dot');
    await chat.evaluate(`document.body.classList.add('vscode-reduce-motion')`);
    assert.equal(await chat.evaluate(animation), 'none');
  });

  it('fits every width and zoom: nothing is wider than the page', async () => {
    await open(EMPTY);
    for (const size of [
      { width: 300, height: 700 },
      { width: 900, height: 700 },
      { width: 225, height: 200 },
    ]) {
      await chat.page.setViewportSize(size);
      for (const [name, state] of Object.entries(STATES)) {
        await chat.show({ ...state, conversationId: name });
        assert.equal(await chat.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, name);
      }
    }
  });
});
