import assert from 'node:assert/strict';
import { secretFiles } from '../../../../tools/replay/secretFiles.ts';

describe('secretFiles', () => {
  const isSecret = secretFiles();

  for (const file of [
    '.env',
    'web/.env.local',
    'config/secrets.yaml',
    'a/b/credentials.json',
    'tls/server.key',
    '.ssh/config',
  ]) {
    it(`leaves ${file} alone, as the editor does`, () => {
      assert.ok(isSecret(file));
    });
  }

  it('lets code through', () => {
    for (const file of ['src/environment.ts', 'secrets.ts', 'docs/keys.md', 'a.pem.ts']) {
      assert.ok(!isSecret(file), file);
    }
  });
});
