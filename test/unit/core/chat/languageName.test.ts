import assert from 'node:assert/strict';
import { languageName } from '../../../../src/core/chat/languageName.ts';

describe('languageName', () => {
  it('is what people call the language', () => {
    assert.deepEqual(['typescriptreact', 'zig', 'plaintext', 'constructor'].map(languageName), [
      'TypeScript',
      'Zig',
      '',
      'Constructor',
    ]);
  });
});
