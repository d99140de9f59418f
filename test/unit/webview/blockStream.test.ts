import assert from 'node:assert/strict';
import { type Block, BlockStream } from '../../../src/webview/page/safeMarkdown/blockStream.ts';
import { createMarkdown } from '../../../src/webview/page/safeMarkdown/markdown.ts';
import { seededRandom } from '../../support/seededRandom.ts';

const markdown = createMarkdown({ imageLeftOut: '[image: {0}]', tableCut: '{0} more' });
const whole = (source: string): readonly Block[] => new BlockStream(markdown).finish(source);

/** Pieces of which every order makes a document that is hard to cut into blocks. */
const PIECES = [
  ...[
    '- a\n',
    '  - b\n',
    '1. c\n',
    '\n',
    '\n\n',
    'text ',
    'line\n',
    '---\n',
    '===\n',
    '> q\n',
    '```ts\n',
    '```\n',
  ],
  ...[
    '    code\n',
    '| a | b |\n',
    '|---|---|\n',
    '# h\n',
    '*em',
    '* ',
    '`',
    '[x](y)',
    '<b>',
    '\t- d\n',
    '~~~\n',
  ],
];

describe('a text that is rendered while it grows', () => {
  it('ends as the same blocks as the whole text', () => {
    const random = seededRandom(7);
    const pick = (limit: number): number => Math.floor(random() * limit);
    for (let round = 0; round < 400; round++) {
      const source = Array.from({ length: 25 }, () => PIECES[pick(PIECES.length)]).join('');
      const stream = new BlockStream(markdown);
      for (let end = 0; end < source.length; end += 1 + pick(6)) {
        stream.update(source.slice(0, end));
      }
      assert.deepEqual(stream.finish(source), whole(source), JSON.stringify(source));
    }
  });

  it('settles every block but the last', () => {
    const stream = new BlockStream(markdown);
    stream.update('One.\n\nTwo.\n\nThree');
    assert.equal(stream.settledCount, 1);
    stream.update('One.\n\nTwo.\n\nThree.\n');
    assert.equal(stream.settledCount, 2);
  });

  it('starts anew with another text', () => {
    const stream = new BlockStream(markdown);
    stream.update('One.\n\nTwo.\n\nThree.\n');
    assert.deepEqual(stream.update('Other.\n'), whole('Other.\n'));
  });

  it('finds at its end what links refer to', () => {
    const stream = new BlockStream(markdown);
    const source = '[x]\n\nText.\n\n[x]: https://example.org\n';
    stream.update(source.slice(0, 12));
    stream.update(source);
    assert.match(JSON.stringify(stream.finish(source)[0]), /data-href/u);
  });
});
