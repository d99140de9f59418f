import assert from 'node:assert/strict';
import { postprocess, postprocessAgainstDocument } from '../../../../src/core/completion/postprocess.ts';
import { type DocumentContext } from '../../../../src/core/completion/documentContext.ts';
import { at, inMarkdown, inPython, lines, outcome } from '../../../support/cursor.ts';

const suggest = (text: string, document: DocumentContext, shape: 'line' | 'block'): string => {
  const result = postprocess(text, { document, shape });
  return outcome(
    result.kind === 'drop' ? result : postprocessAgainstDocument(result.text, { document, shape }),
  );
};

describe('postprocess', () => {
  it('completes a call', () => {
    assert.equal(suggest(' a, b);\n\nconst x', at('sum(█)'), 'line'), ' a, b);');
  });

  it('does not double the brace below', () => {
    const document = at(lines('function sum(a, b) {', '  █', '}'));
    assert.equal(suggest('  return a + b;\n}\n\nfunction', document, 'block'), 'return a + b;');
  });

  it('fills a Python body and stops where the next function begins', () => {
    const document = inPython('def area(r):█');
    const text = '\n    return 3.14 * r * r\n\ndef volume(r):\n    pass';
    assert.equal(suggest(text, document, 'block'), '\n    return 3.14 * r * r');
  });

  it('does not say what follows where a closer that is cut off stood behind it', () => {
    const document = at('export { first, isC█elledError };');
    assert.equal(suggest('ancelledError) from', document, 'line'), 'anc');
  });

  it('says nothing when the model has only a line break to say', () => {
    assert.equal(suggest('\nconst y = 2;', at('const x = 1;█'), 'line'), '✗ blank');
  });

  it('gives the reason of the filter that drops', () => {
    assert.equal(suggest('<|endoftext|>', at('█'), 'line'), '✗ specialToken');
    assert.equal(suggest('a();', at(lines('a_function_call();', 'a_function_█')), 'line'), 'a();');
    assert.equal(suggest('b_long_call();', at(lines('█', 'b_long_call();')), 'line'), '✗ alreadyFollows');
  });

  it('ends a Chinese sentence before a broken character', () => {
    assert.equal(suggest('天气很好。\uFFFD', inMarkdown('今天█'), 'line'), '天气很好。');
  });

  it('counts the spaces of a tab the way the document does', () => {
    const document = at(lines('type A struct {', '\t█', '}'), {
      languageId: 'go',
      indentation: { style: 'tabs', size: 4 },
    });
    assert.equal(suggest('    Name string\n    Age  int\n}', document, 'block'), 'Name string\n\tAge  int');
  });

  it('gives the rest of a cached suggestion the same end at every key', () => {
    const whole = 'a, b);';
    for (let typed = 0; typed < whole.length - 2; typed += 1) {
      const document = at(`sum(${whole.slice(0, typed)}█)`);
      const result = postprocessAgainstDocument(whole.slice(typed), { document, shape: 'line' });
      assert.equal(outcome(result), whole.slice(typed));
    }
  });
});
