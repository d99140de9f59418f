import assert from 'node:assert/strict';
import { clipText } from '../../../../src/core/chat/clipText.ts';

const lines = (count: number): string =>
  Array.from({ length: count }, (_, line) => `line ${line}`).join('\n');

describe('clipText', () => {
  it('leaves a short text alone', () => {
    assert.deepEqual(clipText('a\nb', 1), { text: 'a\nb', focusLine: 1 });
    assert.deepEqual(clipText('a\nb'), { text: 'a\nb' });
  });

  it('keeps whole lines around the focus of a long one, and says where they stood', () => {
    const whole = lines(10_000);
    const { text, focusLine = 0, partOf } = clipText(whole, 5000, 1000);
    assert.ok(text.length <= 1000 && text.length > 900, `${text.length}`);
    assert.equal(text.split('\n')[focusLine], 'line 5000');
    assert.equal(partOf?.lines, 10_000);
    assert.equal(text.split('\n')[0], `line ${partOf.firstLine}`);
    assert.match(text.split('\n').at(-1) ?? '', /^line \d{4}$/u);
  });

  it('keeps the start where nothing else matters more, and the end of a text whose end matters', () => {
    const whole = lines(1000);
    assert.ok(clipText(whole, undefined, 100).text.startsWith('line 0\nline 1\n'));
    assert.ok(clipText(whole, 999, 100).text.endsWith('line 998\nline 999'));
  });

  it('keeps the start of a single line that is longer than all that is kept', () => {
    assert.deepEqual(clipText('x'.repeat(500), 0, 100), {
      text: 'x'.repeat(100),
      focusLine: 0,
      partOf: { firstLine: 0, lines: 1 },
    });
    const { text, focusLine } = clipText(`a\n${'x'.repeat(500)}\nb`, 1, 100);
    assert.match(text.split('\n')[focusLine ?? 0] ?? '', /^x{90,}$/u);
  });
});
