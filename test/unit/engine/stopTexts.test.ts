import assert from 'node:assert/strict';
import { StopTexts } from '../../../src/engine/worker/stopTexts.ts';

function feed(stops: string[], chunks: string[]): { shown: string[]; stopped: boolean; rest: string } {
  const watcher = new StopTexts(stops);
  const shown: string[] = [];
  for (const chunk of chunks) {
    const scan = watcher.push(chunk);
    shown.push(scan.text);
    if (scan.stopped) {
      return { shown, stopped: true, rest: '' };
    }
  }
  return { shown, stopped: false, rest: watcher.flush() };
}

describe('StopTexts', () => {
  it('finds a stop text that arrives in pieces, and shows nothing of it', () => {
    assert.deepEqual(feed(['<|user|>'], ['hello <|', 'us', 'er|> x']), {
      shown: ['hello ', '', ''],
      stopped: true,
      rest: '',
    });
  });

  it('gives back what only looked like a beginning', () => {
    assert.deepEqual(feed(['\n\n'], ['a\n', 'b']), { shown: ['a', '\nb'], stopped: false, rest: '' });
  });

  it('gives back the held end when the text is over', () => {
    assert.deepEqual(feed(['###'], ['title #']), { shown: ['title '], stopped: false, rest: '#' });
  });

  it('passes text through when there is nothing to stop at', () => {
    assert.deepEqual(feed([], ['a', 'b']), { shown: ['a', 'b'], stopped: false, rest: '' });
  });
});
