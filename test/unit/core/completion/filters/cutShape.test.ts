import assert from 'node:assert/strict';
import { cutShape } from '../../../../../src/core/completion/filters/cutShape.ts';
import { at, filterBlock, filterLine, inMarkdown, inPython, lines } from '../../../../support/cursor.ts';

describe('cutShape', () => {
  it('ends a one-line suggestion with its line', () => {
    assert.equal(filterLine(cutShape, 'a + b;\n}', at('return █')), 'a + b;');
  });

  it('ends before the line that leaves the body the cursor stands in', () => {
    const document = inPython(lines('def f():', '    █'));
    assert.equal(
      filterBlock(cutShape, lines('x = 1', '    return x', 'print(f())'), document),
      lines('x = 1', '    return x'),
    );
  });

  it('ends a body where the next function begins', () => {
    assert.equal(
      filterBlock(cutShape, lines('', '    return a', '', 'def g():'), inPython('def f(a):█')),
      lines('', '    return a'),
    );
  });

  it('takes the brace that closes what the line opened, and nothing after it', () => {
    assert.equal(
      filterBlock(cutShape, lines('', '  run();', '}', 'stop();'), at('if (x) {█')),
      lines('', '  run();', '}'),
    );
  });

  it('goes on through the other branch', () => {
    const text = lines('', '  run();', '} else {', '  stop();', '}');
    assert.equal(filterBlock(cutShape, `${text}\nmore();`, at('if (x) {█')), text);
  });

  it('keeps statements of the same level together', () => {
    const document = at(lines('function f() {', '  █', '}'));
    const text = lines('const a = 1;', '  if (a) {', '    run();', '  }', '  return a;');
    assert.equal(filterBlock(cutShape, `${text}\n}`, document), text);
  });

  it('ends at a blank line after which the text falls back', () => {
    const document = inPython(lines('class A:', '    █'));
    assert.equal(
      filterBlock(cutShape, lines('def f(self):', '        return 1', '', '    def g(self):'), document),
      lines('def f(self):', '        return 1'),
    );
  });

  it('keeps a blank line within a body', () => {
    const text = lines('', '    a = 1', '', '    return a');
    assert.equal(filterBlock(cutShape, text, inPython('def f():█')), text);
  });

  it('ends a Markdown list at the blank line after it', () => {
    assert.equal(
      filterBlock(cutShape, lines('bread', '- milk', '', 'Afterwards'), inMarkdown('- █')),
      lines('bread', '- milk'),
    );
  });

  it('ends a paragraph of Chinese prose at the blank line', () => {
    assert.equal(
      filterBlock(cutShape, lines('春天来了。', '花开了。', '', '夏天'), inMarkdown('# 四季\n\n█')),
      lines('春天来了。', '花开了。'),
    );
  });

  it('shows twelve lines at most', () => {
    const rows = Array.from({ length: 20 }, (_, index) => `  step${index}();`);
    const document = at(lines('function f() {', '  █'));
    assert.equal(filterBlock(cutShape, lines(...rows), document).split('\n').length, 12);
  });
});
