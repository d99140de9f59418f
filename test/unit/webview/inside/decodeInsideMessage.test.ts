import assert from 'node:assert/strict';
import { decodeInsideMessage } from '../../../../src/webview/inside/decodeInsideMessage.ts';

describe('what the page about a model file sends', () => {
  it('is taken where it is a message', () => {
    const cut = { action: 'cut', requestId: 3, text: 'let x' };
    assert.deepEqual(decodeInsideMessage(cut), cut);
    assert.deepEqual(decodeInsideMessage({ action: 'takeSelection' }), { action: 'takeSelection' });
  });

  it('is dropped where it is none', () => {
    const others: unknown[] = [
      undefined,
      'cut',
      {},
      { action: 'run' },
      { action: 'cut', text: 'x' },
      { action: 'cut', requestId: 1.5, text: 'x' },
      { action: 'cut', requestId: 1, text: 'x'.repeat(8193) },
      { action: 'cut', requestId: 1, text: 'x', more: true },
      { action: 'takeSelection', file: '/etc/passwd' },
    ];
    for (const raw of others) {
      assert.equal(decodeInsideMessage(raw), undefined, String(raw));
    }
  });
});
