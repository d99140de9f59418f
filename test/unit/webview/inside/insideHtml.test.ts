import assert from 'node:assert/strict';
import { type ModelInside, readModelInside } from '../../../../src/models/inside/modelInside.ts';
import { writeGgufFile, type WritableValue } from '../../../../src/models/gguf/writeGguf.ts';
import { insideHtml, noticeHtml } from '../../../../src/webview/inside/insideHtml.ts';
import { miniatureOpenElm } from '../../../support/miniatureOpenElm.ts';
import { englishInside } from '../../../support/insidePage.ts';
import { temporaryFiles } from '../../../support/temporaryFiles.ts';

const OPTIONS = {
  scriptUri: 'https://x.example/inside.js',
  styleUri: 'https://x.example/inside.css',
  nonce: 'n0nce',
};
const SCRIPT = `<script nonce="n0nce" src="${OPTIONS.scriptUri}"></script>`;
const ATTACK = '"><img src=x onerror=alert(1)></details><script>alert(1)</script>';

describe('the page about a model file', () => {
  const files = temporaryFiles();
  const words = englishInside();
  const model = miniatureOpenElm({ type: 'Q8_0' });
  let inside: ModelInside;

  const read = async (metadata: readonly (readonly [string, WritableValue])[]): Promise<ModelInside> => {
    const file = files.path(`page-${metadata.length}.gguf`);
    const keys = new Set(metadata.map(([key]) => key));
    const kept = model.gguf.metadata.filter(([key]) => !keys.has(key));
    await writeGgufFile(file, { ...model.gguf, metadata: [...kept, ...metadata] });
    return readModelInside(file);
  };
  const htmlOf = (shown: ModelInside, problem?: string): string =>
    insideHtml({ fileName: 'model.gguf', inside: shown, problem, isInUse: true }, words, OPTIONS);

  before(async () => {
    inside = await read([]);
  });

  it('lets in its script and its style sheet and nothing else', () => {
    const html = htmlOf(inside);
    const policy =
      "default-src 'none'; script-src 'nonce-n0nce'; style-src 'nonce-n0nce'; base-uri 'none'; form-action 'none'";
    assert.ok(html.includes(`content="${policy}"`), html.slice(0, 600));
    assert.equal(html.split(SCRIPT).length, 2);
    assert.doesNotMatch(html.replace(SCRIPT, ''), /<script|<img|<iframe|style="| on\w+=/iu);
    assert.deepEqual(
      [...html.matchAll(/https?:[^"]*/gu)].map(([url]) => url),
      [OPTIONS.styleUri, OPTIONS.scriptUri],
    );
  });

  it('leads to each of its parts', () => {
    const html = htmlOf(inside);
    const links = [...html.matchAll(/<a href="#(\w+)"/gu)].map(([, id]) => id);
    const sections = [...html.matchAll(/<section id="(\w+)"/gu)].map(([, id]) => id);
    assert.deepEqual(links, ['facts', 'layers', 'memory', 'tokenizer', 'tensors', 'template', 'metadata']);
    assert.deepEqual(sections, links);
  });

  it('gives no two elements the same id', () => {
    const ids = [...htmlOf(inside).matchAll(/ id="([^"]*)"/gu)].map(([, id]) => id);
    assert.deepEqual([...new Set(ids)], ids);
  });

  it('says every size that a picture shows in a table, too', () => {
    const html = htmlOf(inside);
    for (const [layer, { queryHeads, keyValueHeads, feedForward }] of model.shape.layers.entries()) {
      const cells = [queryHeads, keyValueHeads, feedForward].map(
        (size) => `<td class="numeric">${size}</td>`,
      );
      assert.ok(html.includes(`<th scope="row">${layer}</th>${cells.join('')}`), `layer ${layer}`);
    }
    assert.match(html, /<th scope="row">Each of a uniform model<\/th><td class="numeric">8<\/td>/u);
  });

  it('lists every tensor and every key', () => {
    const html = htmlOf(inside);
    for (const { name } of model.gguf.tensors) {
      assert.ok(html.includes(`<code>${name}</code>`), name);
    }
    for (const [key] of model.gguf.metadata) {
      assert.ok(html.includes(`<code>${key}</code>`), key);
    }
  });

  it('puts in what the file says as text, whatever it says', async () => {
    const text = (value: string): WritableValue => ({ type: 'string', value });
    const hostile = await read([
      ['general.name', text(ATTACK)],
      ['general.author', text(ATTACK)],
      ['general.license', text(ATTACK)],
      ['general.description', text(ATTACK.repeat(50))],
      ['general.tags', { type: 'strings', value: [ATTACK, ATTACK] }],
      ['tokenizer.chat_template', text(`{{ 1 }}${ATTACK}`)],
      ['attack.<b>', text('x')],
    ]);
    assert.equal(hostile.verdict.kind, 'sound');
    const html = insideHtml(
      { fileName: `${ATTACK}.gguf`, inside: hostile, problem: ATTACK, isInUse: true },
      words,
      OPTIONS,
    );
    assert.doesNotMatch(html.replace(SCRIPT, ''), /<img|<script/iu);
    assert.equal(html.split('<details').length, html.split('</details>').length);
  });

  it('says why a file is refused, and shows what could be read', () => {
    const refused: ModelInside = { ...inside, verdict: { kind: 'refused', code: 'truncated', detail: {} } };
    const html = htmlOf(refused, 'The file ends too early.');
    assert.match(html, /This file can’t be used\.<\/strong> The file ends too early\./u);
    assert.match(html, /Below stands what could be read of it\./u);
    assert.match(html, /<h1>model\.gguf<\/h1>/u);
    assert.doesNotMatch(html, /<section id="(?:facts|memory)"/u);
    assert.match(html, /<section id="layers"/u);
  });

  it('offers the tokenizer of the model in use alone', () => {
    assert.match(htmlOf(inside), /<textarea id="tried-text"/u);
    const other = insideHtml({ fileName: 'a', inside, isInUse: false }, words, OPTIONS);
    assert.doesNotMatch(other, /<textarea/u);
    assert.match(other, /Choose this model for completions first/u);
  });

  it('is one sentence where nothing could be read', async () => {
    const html = htmlOf(await readModelInside(files.path('absent.gguf')), 'There is no file.');
    assert.doesNotMatch(html, /<section|<nav|could be read/u);
  });

  it('is one sentence, as text, for what is no file here', () => {
    assert.match(noticeHtml('<b>', words, OPTIONS), /<p role="status">&lt;b&gt;<\/p>/u);
  });

  it('runs from right to left where the language does', () => {
    const html = insideHtml({ fileName: 'a', inside, isInUse: false }, { ...words, language: 'ar' }, OPTIONS);
    assert.match(html, /<html lang="ar" dir="rtl">/u);
  });
});
