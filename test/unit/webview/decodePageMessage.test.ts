import assert from 'node:assert/strict';
import { MAX_TEXT } from '../../../src/webview/chatProtocol.ts';
import { decodePageMessage } from '../../../src/webview/decodePageMessage.ts';

describe('a message of the chat page', () => {
  it('is an action with its parameters', () => {
    const message = { action: 'edit', params: { turnId: 't1', text: 'Why?' } };
    assert.deepEqual(decodePageMessage(message), message);
    assert.deepEqual(decodePageMessage({ action: 'stop', params: {} }), { action: 'stop', params: {} });
  });

  it('may hold 200 KB that were pasted', () => {
    const message = { action: 'send', params: { text: 'x'.repeat(200_000) } };
    assert.deepEqual(decodePageMessage(message), message);
  });

  const WRONG: readonly unknown[] = [
    undefined,
    null,
    'ready',
    [],
    {},
    { action: 'ready' },
    { action: 'ready', params: null },
    { action: 'ready', params: { more: 1 } },
    { action: 'ready', params: {}, more: 1 },
    { action: 'fly', params: {} },
    { action: '__proto__', params: {} },
    { action: 'constructor', params: {} },
    { action: 'toString', params: {} },
    { action: 'send', params: {} },
    { action: 'send', params: { text: 1 } },
    { action: 'send', params: { text: 'x'.repeat(MAX_TEXT + 1) } },
    { action: 'edit', params: { turnId: '', text: 'x' } },
    { action: 'edit', params: { turnId: 'x'.repeat(501), text: 'x' } },
    { action: 'code', params: { action: 'run', text: 'x', language: '' } },
    { action: 'suggest', params: { requestId: 1.5, trigger: '@', query: '' } },
    { action: 'suggest', params: { requestId: 1, trigger: '!', query: '' } },
    { action: 'renameConversation', params: { id: 'k', title: '   ' } },
  ];
  for (const raw of WRONG) {
    it(`is not ${JSON.stringify([raw]).slice(1, 80)}`, () => {
      assert.equal(decodePageMessage(raw), undefined);
    });
  }
});
