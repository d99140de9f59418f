import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('activates without an error', async () => {
    const extension = vscode.extensions.getExtension('openelm.openelm');
    assert.ok(extension, 'openelm.openelm is not among the extensions of this editor');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
