import assert from 'node:assert/strict';
import { promptStyleOf, taughtOrder } from '../../../src/models/promptStyle.ts';

describe('promptStyleOf', () => {
  for (const [name, style] of [
    ['OpenELM Nano 5M', { fillInTheMiddle: 'no', fileHeader: 'fileSeparator' }],
    ['OpenELM Nano 48M', { fillInTheMiddle: 'no', fileHeader: 'fileSeparator' }],
    ['Qwen2.5 Coder 0.5B', { fillInTheMiddle: 'prefixFirst', fileHeader: 'comment' }],
    ['some-code-model', { fillInTheMiddle: 'no', fileHeader: 'comment' }],
  ] as const) {
    it(`asks ${name} as it writes best`, () => {
      assert.deepEqual(promptStyleOf(name, true), style);
    });
  }

  it('knows the order that was taught', () => {
    assert.deepEqual(['OpenELM Nano 48M', 'Qwen2.5 Coder 0.5B'].map(taughtOrder), [
      'suffixFirst',
      'prefixFirst',
    ]);
  });

  it('never fills in the middle without the tokens', () => {
    assert.equal(promptStyleOf('Qwen2.5 Coder 0.5B', false).fillInTheMiddle, 'no');
  });
});
