import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { completionSettings, engineSettings, setEnabledForLanguage } from '../../src/workbench/settings.ts';

const change = (key: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration('openelm').update(key, value, vscode.ConfigurationTarget.Global);

describe('the settings', () => {
  let document: vscode.TextDocument;
  before(async () => {
    document = await vscode.workspace.openTextDocument({ language: 'python', content: '' });
  });
  afterEach(async () => {
    for (const key of ['completion.debounce', 'completion.maxTokens', 'engine.threads', 'engine.gpu']) {
      await change(key, undefined);
    }
  });

  it('are clamped to what makes sense', async () => {
    await change('completion.debounce', -5);
    await change('completion.maxTokens', 1_000_000);
    const { debounceMs, maxTokens } = completionSettings(document);
    assert.deepEqual([debounceMs, maxTokens], [0, 256]);
  });

  it('fall back to the default where a value has the wrong type', async () => {
    await change('completion.debounce', 'soon');
    await change('engine.gpu', 'toaster');
    assert.equal(completionSettings(document).debounceMs, 75);
    assert.equal(engineSettings().gpu, 'auto');
  });

  it('can be off for one language and on for the others', async () => {
    const other = await vscode.workspace.openTextDocument({ language: 'markdown', content: '' });
    await setEnabledForLanguage('python', false);
    try {
      assert.equal(completionSettings(document).enabled, false);
      assert.equal(completionSettings(other).enabled, true);
    } finally {
      await setEnabledForLanguage('python', true);
    }
  });
});
