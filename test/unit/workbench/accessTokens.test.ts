import assert from 'node:assert/strict';
import { AccessTokens, isAccessToken } from '../../../src/workbench/accessTokens.ts';
import { MemorySecrets } from '../../support/memorySecrets.ts';

describe('the access tokens', () => {
  it('are kept one a host, over a restart', async () => {
    const secrets = new MemorySecrets();
    const tokens = new AccessTokens(secrets);
    await tokens.keep('hub.example', 'one');
    await tokens.keep('hub.example:8443', 'two');
    await tokens.keep('hub.example', 'three');
    const later = new AccessTokens(secrets);
    assert.deepEqual(await later.hosts(), ['hub.example', 'hub.example:8443']);
    assert.equal(await later.of('hub.example'), 'three');
    assert.equal(await later.of('other.example'), undefined);
    assert.equal(await later.of('constructor'), undefined);
  });

  it('are gone when they are forgotten, with nothing left behind', async () => {
    const secrets = new MemorySecrets();
    const tokens = new AccessTokens(secrets);
    await tokens.keep('hub.example', 'one');
    await tokens.forget('other.example');
    assert.equal(await tokens.of('hub.example'), 'one');
    await tokens.forget('hub.example');
    assert.equal(secrets.kept.size, 0);
  });

  it('are nothing that could not be sent, whatever wrote it', async () => {
    const secrets = new MemorySecrets();
    const tokens = new AccessTokens(secrets);
    for (const text of ['', '{', 'null', '"x"', '{"hub.example":1}', '{"hub.example":"a\\nb"}', '[]']) {
      secrets.kept.set('openelm.accessTokens', text);
      assert.equal(await tokens.of('hub.example'), undefined, text);
    }
  });

  it('have no spaces and no line breaks', () => {
    assert.deepEqual(['hf_aB3-._~+/=', '', 'a b', 'a\nb', 'ä', 'a'.repeat(1001)].map(isAccessToken), [
      true,
      ...[false, false, false, false, false],
    ]);
  });
});
