import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('activates without an error', async () => {
    const extension = vscode.extensions.getExtension('openelm.openelm');
    assert.ok(extension, 'openelm.openelm is not among the extensions of this editor');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  // The first suite: nothing has been used yet.
  it('reads only what the start needs', () => {
    const loaded = Object.keys(require.cache)
      .map((file) => /[/\\]dist[/\\]extension[/\\](?<part>\w+)-\w+\.cjs$/u.exec(file)?.groups?.['part'])
      .filter((part) => part !== undefined && part !== 'chunk');
    assert.deepEqual(
      loaded.filter((part) => part !== 'createModels' && part !== 'engineProcess'),
      [],
    );
    assert.ok(loaded.includes('createModels'), 'the parts have other names than this test knows');
  });
});
