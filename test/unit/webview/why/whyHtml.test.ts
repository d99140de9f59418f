import assert from 'node:assert/strict';
import {
  type CompletionOutcome,
  type NoSuggestionReason,
} from '../../../../src/core/completion/completionOutcome.ts';
import { type RecentRequest } from '../../../../src/core/completion/recentRequests.ts';
import { whyHtml } from '../../../../src/webview/why/whyHtml.ts';
import { type WhyStrings, whyWords } from '../../../../src/webview/why/whyWords.ts';
import { at } from '../../../support/cursor.ts';
import { COST } from '../../../support/scriptedEngine.ts';

/** Every text is its own key, with what it is told. */
const STRINGS = new Proxy({}, { get: (_, key) => `${String(key)}({0}|{1}|{2})` }) as unknown as WhyStrings;
const WORDS = whyWords('en', STRINGS, {
  reason: (reason) => reason,
  filter: (name) => name,
  origin: (origin) => origin,
});

const request = (outcome: CompletionOutcome): RecentRequest => ({
  at: 0,
  trigger: 'manual',
  document: at('log(█)\n', { path: 'src/<b>.ts' }),
  outcome,
});
const suggestion = (text: string): CompletionOutcome => ({
  kind: 'suggestion',
  text,
  replaceLength: 0,
  source: 'engine',
  confidence: 0.25,
  elapsedMs: 12,
  waitedMs: 7,
  cost: { ...COST, neighbours: 1 },
  asked: {
    documentId: 'a',
    document: at('log(█)\n'),
    startedAt: 0,
    threshold: 0.9,
    prompt: {
      kind: 'fillInTheMiddle',
      order: 'suffixFirst',
      neighbours: [
        { file: 'src/tide.ts', text: 'const tide = 1;\n' },
        { file: 'src/<b>.ts', text: '<b>\n' },
      ],
      file: 'a.ts',
      header: '',
      prefix: 'log(',
      suffix: ')',
    },
    maxTokens: 8,
    healsTokens: true,
    budgetTokens: 100,
    copiedPaths: ['tide.ts'],
    neighbourRoom: 900,
    neighbours: [
      { path: 'src/tide.ts', languageId: 'typescript', text: 'const tide = 1;', origin: 'import' },
      { path: 'src/<b>.ts', languageId: 'typescript', text: '<b>', origin: 'visited' },
    ],
    written: `${text}))`,
    sure: {
      ...{ text: `${text}))`, expected: `${text}))`, isTooLittle: false },
      ...{ confidence: 0.25, meanProbability: 1, isWhole: true },
    },
  },
});

describe('whyHtml', () => {
  it('tells of a text from the cache what the model had been asked for it, and none of the times of then', () => {
    const { asked, cost, ...rest } = suggestion('a');
    assert.ok(asked !== undefined && cost !== undefined && rest.kind === 'suggestion');
    const cached = { ...rest, source: 'cache', earlier: { asked, cost } } as const;
    const html = whyHtml({ requests: [request(cached)] }, WORDS, 'n0nce');
    for (const part of [
      '>fromCache(',
      'percent(25|',
      'promptTokens(10|100|0)',
      'tide.ts',
      'cutUnbalancedClosers <code',
    ]) {
      assert.ok(html.includes(part), part);
    }
    assert.ok(!html.includes('modelTimes(') && !html.includes('>fromModel('));
    const nothing = { kind: 'none', reason: 'unsure', elapsedMs: 0, earlier: { asked, cost } } as const;
    const known = whyHtml({ requests: [request(nothing)] }, WORDS, 'n0nce');
    assert.ok(known.includes('>fromNobody(') && known.includes('promptTokens(10|100|0)'));
  });

  it('tells what the model was asked, what it wrote, and what became of it', () => {
    const html = whyHtml({ requests: [request(suggestion('a'))] }, WORDS, 'n0nce');
    for (const part of [
      'promptTokens(10|100|0)',
      'tide.ts',
      'writtenTokens(5|8|',
      'percent(25|{1}|{2}) wanted(90|',
      'milliseconds(12|',
      '>waited({0}|{1}|{2})</th><td>milliseconds(7|',
      'modelTimes(1|1|',
      '>rest({0}|{1}|{2})</th><td>milliseconds(3|',
      'after(',
      'cutUnbalancedClosers <code dir="ltr">&quot;a)&quot;</code>',
    ]) {
      assert.ok(html.includes(part), part);
    }
    // As the model read it: what follows the cursor first.
    assert.ok(html.indexOf('after(') < html.indexOf('before('));
  });

  it('tells how sure the model had to be where that was the question', () => {
    const { asked, cost } = suggestion('a');
    assert.ok(asked !== undefined && cost !== undefined);
    const page = (reason: NoSuggestionReason, confidence: number): string =>
      whyHtml(
        {
          requests: [request({ kind: 'none', reason, elapsedMs: 1, confidence, ...{ asked, cost } })],
        },
        WORDS,
        'n',
      );
    assert.ok(page('unsure', 0.62).includes('percent(62|{1}|{2}) wanted(90|'));
    assert.ok(page('tooLittle', 0.92).includes('percent(92|{1}|{2})<'));
    assert.ok(page('alreadyFollows', 0.92).includes('percent(92|{1}|{2})<'));
  });

  it('tells which parts of other texts were read and why, and which there was no room for', () => {
    const html = whyHtml({ requests: [request(suggestion('a'))] }, WORDS, 'n0nce');
    const items = [...html.matchAll(/<li>(.*?)<\/li>/gu)].map(([, item]) => item);
    assert.deepEqual(items.slice(0, 2), [
      '<code dir="ltr">src/tide.ts</code> – import ',
      '<code dir="ltr">src/&lt;b&gt;.ts</code> – visited leftOut({0}|{1}|{2})',
    ]);
    assert.ok(html.includes('otherParts(1|'));
    // As the model read it: before the document, without what was left out.
    const [, read = ''] = /<pre[^>]*>([^]*?)<\/pre>/u.exec(html) ?? [];
    assert.match(read, /^path\(src\/tide\.ts\|[^]*const tide = 1;\npath\(a\.ts\|/u);
    assert.ok(!read.includes('path(src/&lt;b&gt;'));
  });

  it('says where the model had begun before it was asked for', () => {
    const adopted = { ...suggestion('a'), elapsedMs: 1, waitedMs: 0 };
    assert.ok(whyHtml({ requests: [request(adopted)] }, WORDS, 'n').includes('begunBefore('));
  });

  it('says that nothing is asked in the file at hand, as text', () => {
    const html = whyHtml({ requests: [], exclusion: 'excluded by <b>' }, WORDS, 'n');
    assert.ok(html.includes('leftAlone(excluded by &lt;b&gt;|'));
    assert.ok(!whyHtml({ requests: [] }, WORDS, 'n').includes('leftAlone('));
  });

  it('says why there was nothing, and that nobody asked yet', () => {
    assert.ok(
      whyHtml(
        { requests: [request({ kind: 'none', reason: 'insideWord', elapsedMs: 1 })] },
        WORDS,
        'n',
      ).includes('nothing(insideWord|'),
    );
    assert.ok(whyHtml({ requests: [] }, WORDS, 'n').includes('none('));
  });

  it('lets nothing of a file or a model become markup, and runs no script', () => {
    const html = whyHtml(
      { requests: [request(suggestion('<script>alert(1)</script><img src=x>'))] },
      WORDS,
      'n0nce',
    );
    assert.ok(!/<script|<img|<b>/u.test(html));
    assert.match(html, /default-src &#39;none&#39;; style-src|default-src 'none'; style-src 'nonce-n0nce'/u);
    // What escaping would change would break the style.
    const [, style = ''] = /<style[^>]*>([^]*?)<\/style>/u.exec(html) ?? [];
    assert.ok(style.includes('summary') && !style.includes('&'));
  });
});
