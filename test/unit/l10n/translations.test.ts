import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { l10nStrings } from '../../support/l10nStrings.ts';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const read = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(ROOT, name), 'utf8')) as Record<string, string>;

/** What must be the same in both languages: placeholders, icons, links to commands. */
const fixedParts = (text: string): string[] =>
  (text.match(/\{\w+\}|\$\([\w~-]+\)|\(command:[\w.]+\)|`[^`]+`/gu) ?? []).sort();

function assertTranslated(english: Record<string, string>, translated: Record<string, string>): void {
  assert.deepEqual(Object.keys(translated).sort(), Object.keys(english).sort());
  for (const [key, text] of Object.entries(translated)) {
    assert.deepEqual(fixedParts(text), fixedParts(english[key] ?? ''), key);
    assert.notEqual(text.trim(), '', key);
  }
}

describe('the translations', () => {
  it('hold every string of the sources in Simplified Chinese, with its placeholders', () => {
    const english = Object.fromEntries(l10nStrings().map((text) => [text, text]));
    assertTranslated(english, read('l10n/bundle.l10n.zh-cn.json'));
  });

  it('hold every string of package.json in Simplified Chinese', () => {
    assertTranslated(read('package.nls.json'), read('package.nls.zh-cn.json'));
  });

  it('name every string that package.json asks for, and no other', () => {
    const asked = [...readFileSync(path.join(ROOT, 'package.json'), 'utf8').matchAll(/"%([\w.]+)%"/gu)];
    assert.deepEqual(
      [...new Set(asked.map(([, key]) => key))].sort(),
      Object.keys(read('package.nls.json')).sort(),
    );
  });
});
