import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { THRESHOLDS } from '../../src/core/completion/eagerness.ts';
import {
  completionSettings,
  engineSettings,
  modelSourceSettings,
  onModelSourcesChanged,
  setEnabledForLanguage,
} from '../../src/workbench/settings.ts';

const change = (key: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration('openelm').update(key, value, vscode.ConfigurationTarget.Global);

describe('the settings', () => {
  let document: vscode.TextDocument;
  before(async () => {
    document = await vscode.workspace.openTextDocument({ language: 'python', content: '' });
  });
  afterEach(async () => {
    for (const key of [
      'completion.debounce',
      'completion.maxTokens',
      'engine.threads',
      'engine.gpu',
      'models.catalogs',
      'models.hub',
    ]) {
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

  it('name where models are found, without what is empty or no text', async () => {
    await change('models.catalogs', [' /models/ours.json ', '', 7]);
    assert.deepEqual(modelSourceSettings(), { catalogs: ['/models/ours.json'], mirror: undefined });
    await change('models.hub', ' https://mirror.example.com ');
    assert.equal(modelSourceSettings().mirror, 'https://mirror.example.com');
  });

  it('tell when models are to be found elsewhere', async () => {
    const told = new Promise<void>((resolve) => {
      const listener = onModelSourcesChanged(() => {
        listener.dispose();
        resolve();
      });
    });
    await change('models.hub', 'https://mirror.example.com');
    await told;
    assert.equal(modelSourceSettings().mirror, 'https://mirror.example.com');
  });

  it('are moved by nothing learnt where somebody has set them', async () => {
    const learns = (): readonly boolean[] => Object.values(completionSettings(document).learns);
    assert.deepEqual(learns(), [true, true, true]);
    await change('completion.debounce', 75);
    await change('completion.multiline', true);
    assert.deepEqual(learns(), [true, false, false]);
    await change('completion.debounce', undefined);
    await change('completion.multiline', undefined);
    await change('completion.learn', false);
    assert.deepEqual(learns(), [false, false, false]);
    await change('completion.learn', undefined);
    assert.deepEqual(learns(), [true, true, true]);
  });

  it('take whole percents of confidence alone, which nothing learnt moves then', async () => {
    const { eagerness, threshold } = completionSettings(document);
    for (const [value, expected, isLearning] of [
      [70, 0.7, false],
      [0.9, THRESHOLDS[eagerness], true],
      [0, THRESHOLDS[eagerness], true],
    ] as const) {
      await change('completion.confidence', value);
      const now = completionSettings(document);
      assert.deepEqual([now.threshold, now.learns.threshold], [expected, isLearning], String(value));
    }
    await change('completion.confidence', undefined);
    assert.equal(completionSettings(document).threshold, threshold);
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
