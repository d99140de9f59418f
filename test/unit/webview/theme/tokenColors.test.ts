import assert from 'node:assert/strict';
import { parseJsonc } from '../../../../src/webview/theme/parseJsonc.ts';
import { readTheme, type ThemeFile } from '../../../../src/webview/theme/readTheme.ts';
import { readCustomRules, readRules } from '../../../../src/webview/theme/themeRules.ts';
import { tokenColors } from '../../../../src/webview/theme/tokenColors.ts';

/** A theme file among others, by their paths. */
function themeFile(files: Readonly<Record<string, string>>, path: string): ThemeFile {
  return {
    read: () => {
      const text = files[path];
      return text === undefined ? Promise.reject(new Error(`no ${path}`)) : Promise.resolve(text);
    },
    relative: (other) => themeFile(files, other.replace('./', '')),
  };
}

const rule = (scope: unknown, foreground: string): unknown => ({ scope, settings: { foreground } });
const colorsOf = (...rules: readonly unknown[]): Readonly<Record<string, string>> =>
  tokenColors(readRules(rules));

describe('JSON as VS Code writes it', () => {
  it('may have comments and commas after the last item, and texts that look like both', () => {
    const source = '\uFEFF{ // one\n "a": "x // y /* z */,]", /* two\n */ "b": [1, 2, ],\n}';
    assert.deepEqual(parseJsonc(source), { a: 'x // y /* z */,]', b: [1, 2] });
  });

  it('is refused when it is none', () => {
    assert.throws(() => parseJsonc('<?xml version="1.0"?>'), SyntaxError);
    assert.throws(() => parseJsonc('{ "a": 1 /* '), SyntaxError);
  });
});

describe('a theme’s colours of code', () => {
  it('are those of the rule that names most of a scope, the later of two', () => {
    assert.deepEqual(
      colorsOf(
        rule('comment', '#111111'),
        rule(['comment.line', 'string'], '#222222'),
        rule('comment', '#333333'),
        rule('string', '#444444'),
      ),
      { comment: '#222222', string: '#444444' },
    );
  });

  it('come from selectors in a list, with short colours, with a share of transparency', () => {
    assert.deepEqual(colorsOf(rule('keyword.control, constant.numeric', '#abc')), {
      keyword: '#aabbcc',
      number: '#aabbcc',
    });
    assert.deepEqual(colorsOf(rule('comment', '#11223380')), { comment: '#11223380' });
  });

  it('leave out rules for one language, rules without a colour, and what is no colour', () => {
    assert.deepEqual(
      colorsOf(
        rule('source.css comment', '#111111'),
        { scope: 'string', settings: { fontStyle: 'italic' } },
        rule('comment', 'red; background: url(https://evil.example)'),
        rule(undefined, '#ffffff'),
        null,
        'nonsense',
      ),
      {},
    );
  });

  it('follow what the theme includes, and the theme itself comes last', async () => {
    const files = {
      'base.json': JSON.stringify({ tokenColors: [rule('comment', '#111111'), rule('string', '#222222')] }),
      'theme.json': `{ "include": "./base.json", // the rest\n "tokenColors": [${JSON.stringify(rule('comment', '#333333'))},] }`,
    };
    assert.deepEqual(tokenColors(await readTheme(themeFile(files, 'theme.json'))), {
      comment: '#333333',
      string: '#222222',
    });
  });

  it('end a circle of themes that include one another', async () => {
    const files = {
      'a.json': JSON.stringify({ include: './b.json', tokenColors: [rule('comment', '#111111')] }),
      'b.json': JSON.stringify({ include: './a.json' }),
    };
    assert.deepEqual(tokenColors(await readTheme(themeFile(files, 'a.json'))), { comment: '#111111' });
  });

  for (const [what, files] of Object.entries({
    'in XML': { 'a.json': '<?xml version="1.0"?><plist/>' },
    'with its colours in another file': { 'a.json': '{ "tokenColors": "./a.tmTheme" }' },
    'that includes what is not there': { 'a.json': '{ "include": "./b.json" }' },
  })) {
    it(`are none for a theme ${what}`, async () => {
      await assert.rejects(readTheme(themeFile(files, 'a.json')));
    });
  }

  it('are changed by the user’s settings, for all themes or for those that are named', () => {
    const setting = {
      comments: '#010101',
      strings: { foreground: '#020202', fontStyle: 'italic' },
      '[Dark Modern]': { comments: '#030303' },
      '[*Light*]': { comments: '#040404' },
      '[Other][Dark*]': { textMateRules: [rule('constant.numeric', '#050505')] },
    };
    const themed = readRules([rule('comment', '#111111')]);
    const colors = (themeId: string): unknown =>
      tokenColors([...themed, ...readCustomRules(setting, themeId)]);
    assert.deepEqual(colors('Dark Modern'), { comment: '#030303', string: '#020202', number: '#050505' });
    assert.deepEqual(colors('My Light Theme'), { comment: '#040404', string: '#020202' });
    assert.deepEqual(readCustomRules('nonsense', 'Dark Modern'), []);
  });
});
