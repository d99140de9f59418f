import assert from 'node:assert/strict';
import { buildPrompt, type PromptModel } from '../../../../src/core/completion/prompt.ts';
import { at, inMarkdown, inPython, lines } from '../../../support/cursor.ts';

const plainModel: PromptModel = {
  fillInTheMiddle: 'no',
  fileHeader: 'comment',
  contextTokens: 2048,
  charactersPerToken: 3,
  prefillSpeed: 5000,
};
const infillModel: PromptModel = { ...plainModel, fillInTheMiddle: 'prefixFirst' };

describe('buildPrompt', () => {
  it('names the file in a comment above the text', () => {
    assert.deepEqual(buildPrompt(at('sum(█)'), plainModel, 500), {
      kind: 'plain',
      text: '// path: src/drawing.ts\nsum(',
    });
  });

  it('writes the comment the way the language does', () => {
    const header = (languageId: string): string => {
      const prompt = buildPrompt(at('█', { languageId }), infillModel, 500);
      return prompt.kind === 'fillInTheMiddle' ? prompt.header : '';
    };
    assert.equal(header('python'), '# path: src/drawing.ts\n');
    assert.equal(header('html'), '<!-- path: src/drawing.ts -->\n');
    assert.equal(header('css'), '/* path: src/drawing.ts */\n');
    assert.equal(header('lua'), '-- path: src/drawing.ts\n');
  });

  it('names no file where the language has no comments', () => {
    assert.deepEqual(buildPrompt(inMarkdown('今天█'), plainModel, 500), { kind: 'plain', text: '今天' });
    assert.deepEqual(buildPrompt(at('{█', { languageId: 'json' }), plainModel, 500), {
      kind: 'plain',
      text: '{',
    });
  });

  it('gives a model that fills in the middle both sides', () => {
    assert.deepEqual(buildPrompt(inPython('def f(█):\n    pass'), infillModel, 500), {
      kind: 'fillInTheMiddle',
      order: 'prefixFirst',
      header: '# path: drawing.py\n',
      prefix: 'def f(',
      suffix: '):\n    pass',
    });
  });

  it('leaves the announcement of the file to the engine where the model knows the file separator', () => {
    const model: PromptModel = { ...plainModel, fileHeader: 'fileSeparator' };
    assert.deepEqual(buildPrompt(inMarkdown('今天█'), model, 500), {
      kind: 'plain',
      file: 'drawing.md',
      text: '今天',
    });
  });

  it('gives a slow machine no less of a suffix that is read once', () => {
    const slow: PromptModel = { ...infillModel, prefillSpeed: 10 };
    const document = at(`a█${'let b = 2;\n'.repeat(100)}`);
    const suffixOf = (model: PromptModel): number => {
      const prompt = buildPrompt(document, model, 500);
      return prompt.kind === 'fillInTheMiddle' ? prompt.suffix.length : 0;
    };
    assert.ok(suffixOf({ ...slow, fillInTheMiddle: 'suffixFirst' }) > 2 * suffixOf(slow));
  });

  it('keeps to the budget in characters, a quarter of it for the text after the cursor', () => {
    const code = 'let a = 1;\n'.repeat(500);
    const prompt = buildPrompt(at(`${code}█${code}`), infillModel, 100);
    assert.equal(prompt.kind, 'fillInTheMiddle');
    assert.ok(prompt.header.length + prompt.prefix.length + prompt.suffix.length <= 300);
    assert.ok(prompt.suffix.length <= 75);
    assert.ok(prompt.prefix.length >= 100);
  });

  it('never exceeds the context of the model', () => {
    const prompt = buildPrompt(
      at(`${'let a = 1;\n'.repeat(900)}█`),
      { ...plainModel, contextTokens: 64 },
      4000,
    );
    assert.ok(prompt.kind === 'plain' && prompt.text.length <= 64 * 3);
  });

  it('reckons a token for each character of Chinese', () => {
    const prompt = buildPrompt(inMarkdown(`${'春天来了，花开了。\n'.repeat(200)}█`), plainModel, 300);
    assert.ok(prompt.kind === 'plain' && prompt.text.length <= 300 && prompt.text.length >= 150);
  });

  it('reckons as many tokens for Chinese as were measured', () => {
    const model = { ...plainModel, denseCharactersPerToken: 0.4 };
    const prompt = buildPrompt(inMarkdown(`${'春天来了，花开了。\n'.repeat(200)}█`), model, 300);
    assert.ok(prompt.kind === 'plain' && prompt.text.length <= 120 && prompt.text.length >= 60);
  });

  it('names no path where there is none: a text that was never saved has no empty one', () => {
    const document = at('sum(█', { path: '' });
    for (const fileHeader of ['comment', 'fileSeparator'] as const) {
      assert.deepEqual(buildPrompt(document, { ...plainModel, fileHeader }, 100), {
        kind: 'plain',
        text: 'sum(',
      });
    }
  });

  it('leaves the path out when it would take the place of the text', () => {
    const document = at('sum(█', { path: 'a/very/long/way/down/to/the/file.ts' });
    assert.deepEqual(buildPrompt(document, plainModel, 20), { kind: 'plain', text: 'sum(' });
  });

  it('begins with the same text while the author types', () => {
    const code = 'let a = 1;\n'.repeat(200);
    const beginnings = new Set<string>();
    for (const typed of ['', 'c', 'co', 'con', 'cons', 'const', 'const b', 'const b = 2;\n']) {
      const prompt = buildPrompt(at(lines(`${code}${typed}█`, 'end();')), plainModel, 300);
      beginnings.add(prompt.kind === 'plain' ? prompt.text.slice(0, 200) : '');
    }
    assert.equal(beginnings.size, 1);
  });
});
