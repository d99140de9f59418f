import assert from 'node:assert/strict';
import { CatalogError } from '../../../../src/models/catalog/catalogError.ts';
import { downloadAddress, hubAddress } from '../../../../src/models/catalog/downloadAddress.ts';

const REVISION = '0123456789abcdef0123456789abcdef01234567';
const ours = { hub: 'https://hub.example.com' };
const pinned = { repository: 'acme/tiny', revision: REVISION, folder: undefined };

describe('downloadAddress', () => {
  it('names the pinned revision', () => {
    assert.equal(
      downloadAddress(ours, pinned, 'tiny.gguf'),
      `https://hub.example.com/acme/tiny/resolve/${REVISION}/tiny.gguf`,
    );
  });

  it('names the newest state where no revision is known', () => {
    assert.equal(
      downloadAddress(ours, { ...pinned, revision: undefined }, 'tiny.gguf'),
      'https://hub.example.com/acme/tiny/resolve/main/tiny.gguf',
    );
  });

  it('goes to a mirror, which may lie in a folder', () => {
    assert.equal(
      downloadAddress(ours, pinned, 'tiny.gguf', 'https://mirror.example.com/hf/'),
      `https://mirror.example.com/hf/acme/tiny/resolve/${REVISION}/tiny.gguf`,
    );
  });

  it('takes a folder as it is, whatever the mirror', () => {
    const folder = { repository: undefined, revision: undefined, folder: 'https://files.acme.com/models/' };
    assert.equal(
      downloadAddress(ours, folder, 'a+b.gguf', 'https://mirror.example.com'),
      'https://files.acme.com/models/a%2Bb.gguf',
    );
  });
});

describe('hubAddress', () => {
  it('accepts a mirror on the same machine without encryption', () => {
    assert.equal(hubAddress('http://127.0.0.1:8080/'), 'http://127.0.0.1:8080');
    assert.equal(hubAddress('http://localhost:8080/hf'), 'http://localhost:8080/hf');
  });

  for (const text of [
    '',
    'mirror.example.com',
    'http://mirror.example.com',
    'http://127.0.0.1.example.com',
    'ftp://mirror.example.com',
    'https://user:secret@mirror.example.com',
    'http://user@127.0.0.1',
    'https://mirror.example.com/?to=',
    'https://mirror.example.com/#',
    'file:///etc',
  ]) {
    it(`refuses “${text}”`, () => {
      assert.throws(
        () => hubAddress(text),
        (error) => error instanceof CatalogError && error.code === 'badHub',
      );
    });
  }
});
