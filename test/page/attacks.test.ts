import assert from 'node:assert/strict';
import { linkTarget } from '../../src/webview/linkTarget.ts';
import { ATTACKS } from './support/attacks.ts';
import { type ChatBrowser, type ChatHarness, startChatBrowser } from './support/chatHarness.ts';
import { answered, conversation, turn } from './support/chatStates.ts';

/** Tags of the conversation; whatever else is there came through the renderer. */
const FOREIGN = `[...document.querySelectorAll('.markdown *')].filter((element) =>
  /^(script|style|iframe|object|embed|img|image|video|audio|link|meta|base|form|input|template|math|portal)$/i.test(element.tagName)
  || [...element.attributes].some(({ name }) => /^(on|style$|href$|src|id$|name$|action|xlink)/i.test(name))
).map((element) => element.outerHTML.slice(0, 200))`;
const EVERY_LINK = `[...document.querySelectorAll('.markdown a')].map((link) => { link.click(); return link.dataset.href ?? ''; })`;

describe('the renderer', () => {
  let browser: ChatBrowser;
  let chat: ChatHarness;
  before(async () => {
    browser = await startChatBrowser();
    chat = await browser.open(answered(''));
  });
  after(() => browser.close());

  it('is attacked in at least a hundred ways', () => {
    assert.ok(new Set(ATTACKS).size >= 100);
  });

  for (const [index, attack] of ATTACKS.entries()) {
    it(`lets nothing run or load: ${JSON.stringify(attack.slice(0, 60))}`, async () => {
      const loadedBefore = chat.requests.length;
      const text = `Before.\n\n${attack}\n\nAfter.`;
      await chat.show(conversation(turn(`a${index}`, attack, { kind: 'done', text })));
      assert.deepEqual(await chat.evaluate(FOREIGN), []);
      for (const href of await chat.evaluate<string[]>(EVERY_LINK)) {
        // What the host does with it; the browser and Node may differ about what a host name is, and then it does nothing.
        const target = linkTarget(href);
        assert.ok(target?.kind !== 'web' || target.url.startsWith('https://'), href);
        assert.doesNotMatch(href, /^(?:javascript|data|command|vscode|file|http:)/iu);
      }
      assert.equal(await chat.evaluate('window.attacked'), undefined);
      assert.equal(await chat.evaluate(`document.querySelectorAll('#chat').length`), 1);
      assert.ok(
        await chat.evaluate(`/Before[^]*After/.test(document.querySelector('.markdown').textContent)`),
      );
      assert.deepEqual(chat.requests.slice(loadedBefore), []);
      assert.deepEqual(chat.errors, []);
    });
  }

  it('shows the characters that turn text around', async () => {
    await chat.show(answered('a\u202eb `c\u2066d` [e\u200bf](https://example.org)'));
    assert.deepEqual(
      await chat.evaluate(
        `[...document.querySelectorAll('.hidden-character')].map((mark) => mark.textContent)`,
      ),
      ['U+202E', 'U+2066', 'U+200B'],
    );
  });

  it('shows them in the names of models, of conversations and of what is suggested', async () => {
    const evil = 'a\u202eb';
    const state = answered('Fine.');
    await chat.show({
      ...state,
      title: evil,
      model: { kind: 'ready', name: evil },
      conversations: [{ id: 'k1', title: evil, when: 'now' }],
      turns: [turn('t2', 'Why?', { kind: 'done', text: 'So.', figures: { modelName: evil } })],
    });
    await chat.page.locator('.composer textarea').fill('@');
    const { params } = await chat.next('suggest');
    const items = [{ insert: '', label: evil, detail: evil, contextId: 'x' }];
    await chat.send({ kind: 'suggestions', requestId: params.requestId, items });
    const names = 'h1, .turn-head h2, .model-name, .conversation-title, .suggestion';
    const texts = await chat.evaluate<string>(
      `[...document.querySelectorAll('${names}')].map((one) => one.textContent).join(' ')`,
    );
    assert.doesNotMatch(texts, /\u202e/u);
    assert.equal(texts.split('a[U+202E]b').length - 1, 6);
  });

  it('draws a table of 10,000 rows up to what someone reads, and says what is left', async () => {
    const rows = Array.from({ length: 10_000 }, (_, row) => `| ${row} | x |`).join('\n');
    await chat.show(
      conversation(turn('huge', 'Count', { kind: 'done', text: `| n | x |\n|---|---|\n${rows}` })),
    );
    assert.ok((await chat.evaluate<number>(`document.querySelectorAll('.markdown tr').length`)) <= 200);
    assert.match(
      await chat.page.locator('.markdown').innerText(),
      /9801 more rows of this table are not shown/u,
    );
    assert.deepEqual(chat.errors, []);
  });
});
