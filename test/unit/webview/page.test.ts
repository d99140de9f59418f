import assert from 'node:assert/strict';
import { AA_CONTRAST, contrast, parseColor, readableColor } from '../../../src/webview/page/readableColor.ts';
import { withVisibleCharacters } from '../../../src/webview/page/safeMarkdown/hiddenCharacters.ts';
import { SentenceFeed } from '../../../src/webview/page/sentenceFeed.ts';
import { suggestTrigger } from '../../../src/webview/page/suggestTrigger.ts';

describe('what a screen reader is told of an answer', () => {
  it('comes by the sentence', () => {
    const feed = new SentenceFeed('Code, {0} lines.');
    assert.deepEqual(feed.take('It wai'), []);
    assert.deepEqual(feed.take('It waits. Then'), ['It waits.']);
    assert.deepEqual(feed.finish('It waits. Then it **asks**'), ['Then it asks']);
  });

  it('announces code instead of reading it', () => {
    const feed = new SentenceFeed('Code, {0} lines.');
    assert.deepEqual(feed.finish(''), []);
    const text = 'See:\n```ts\na. b;\nc;\n```\nDone.\n';
    const other = new SentenceFeed('Code, {0} lines.');
    assert.deepEqual([...other.take(text), ...other.finish(text)], ['See:', 'Code, 2 lines.', 'Done.']);
  });
});

describe('a word that asks for suggestions', () => {
  it('is a command at the start, and a mention anywhere', () => {
    assert.deepEqual(suggestTrigger('/ex'), { trigger: '/', query: 'ex', from: 0 });
    assert.deepEqual(suggestTrigger('see @src/a'), { trigger: '@', query: 'src/a', from: 4 });
    assert.deepEqual(suggestTrigger('#'), { trigger: '#', query: '', from: 0 });
  });

  it('is no address, no path and no comment', () => {
    for (const text of ['a@b', 'a/b', 'and /fix', '@a b', 'C# is']) {
      assert.equal(suggestTrigger(text), undefined, text);
    }
  });
});

describe('a colour of the page', () => {
  it('is changed until it can be read, and no more', () => {
    const [white, black, yellow, blue] = [
      [255, 255, 255],
      [0, 0, 0],
      [255, 255, 0],
      [0, 0, 255],
    ] as const;
    assert.deepEqual(readableColor(blue, white, black), blue);
    assert.ok(contrast(readableColor(yellow, white, black), white) >= AA_CONTRAST);
  });

  it('is read as the browser writes it', () => {
    assert.deepEqual(parseColor('rgb(1, 2, 3)', [0, 0, 0]), [1, 2, 3]);
    assert.deepEqual(parseColor('rgba(255, 255, 255, 0.5)', [0, 0, 0]), [127.5, 127.5, 127.5]);
    assert.deepEqual(parseColor('#0102ff', [0, 0, 0]), [1, 2, 255]);
    assert.equal(parseColor('none', [0, 0, 0]), undefined);
  });
});

it('a hidden character is named in a label', () => {
  assert.equal(withVisibleCharacters('a\u202Eb'), 'a[U+202E]b');
});
