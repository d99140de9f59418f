import assert from 'node:assert/strict';
import { StopWatcher } from '../../../../src/core/completion/stopRules.ts';
import { type CompletionShape } from '../../../../src/core/completion/completionShape.ts';
import { type DocumentContext } from '../../../../src/core/completion/documentContext.ts';
import { at, inPython, lines } from '../../../support/cursor.ts';

/** Feeds a text character by character and draws `│` where the watcher stops. */
const watched = (text: string, document: DocumentContext, shape: CompletionShape): string => {
  const watcher = new StopWatcher(document, shape);
  for (let end = 1; end <= text.length; end += 1) {
    if (watcher.push(text.charAt(end - 1), true) === 'stop') return `${text.slice(0, end)}│`;
  }
  return text;
};

describe('StopWatcher', () => {
  it('stops a one-line suggestion at the end of the line', () => {
    assert.equal(watched('a+b;\nmore', at('return █'), 'line'), 'a+b;\n│');
  });

  it('stops at once when one line begins with a line break', () => {
    assert.equal(watched('\n\n\nmore', at('run();█'), 'line'), '\n│');
  });

  it('waits for the first visible line on an empty line', () => {
    assert.equal(watched('\n\nrun();\nx', at('a;\n█'), 'line'), '\n\nrun();\n│');
  });

  it('stops a block where the text leaves it', () => {
    const document = inPython(lines('def f():', '    █'));
    assert.equal(watched('x = 1\n    y = 2\nprint(x)', document, 'block'), 'x = 1\n    y = 2\np│');
  });

  it('waits for the first visible character before it judges a line', () => {
    const document = inPython(lines('def f():', '    █'));
    assert.equal(watched('x = 1\n  ', document, 'block'), 'x = 1\n  ');
  });

  it('stops a block behind the brace that closes it', () => {
    assert.equal(watched('\n  a();\n}\nb();', at('if (x) {█'), 'block'), '\n  a();\n}\n│');
  });

  it('stops when the line below is written again', () => {
    const document = at(lines('function f() {', '  █', '  return total;', '}'));
    const text = 'let total = 0;\n  return total;\n  total += 1;';
    assert.equal(watched(text, document, 'block'), 'let total = 0;\n  return total;\n│');
  });

  it('stops when the rest of the line is written again', () => {
    assert.equal(watched('tax + price * count + x', at('█price * count'), 'line'), 'tax + price * count│');
  });

  it('does not stop at brackets that follow', () => {
    assert.equal(watched('a, b)', at('sum(█)'), 'line'), 'a, b)');
  });

  it('stops at a control token', () => {
    assert.equal(watched('a<|im_end|>b', at('return █'), 'line'), 'a<|im_end|>│');
  });

  it('takes the text in pieces of any length', () => {
    const watcher = new StopWatcher(at('return █'), 'line');
    assert.equal(watcher.push('', true), 'continue');
    assert.equal(watcher.push('a +', true), 'continue');
    assert.equal(watcher.push(' b;\n}\n', true), 'stop');
  });

  it('stops where the model is not sure any more', () => {
    const watcher = new StopWatcher(at('return █'), 'line');
    assert.equal(watcher.push('a +', true), 'continue');
    assert.equal(watcher.push(' b', false), 'stop');
  });

  it('stops a loop', () => {
    const text = 'I think that '.repeat(9);
    assert.ok(watched(text, at('█'), 'line').length < 50);
  });

  it('stops a line without end', () => {
    const words = Array.from({ length: 600 }, (_, index) => `w${index}`).join(' ');
    assert.equal(watched(words, at('█'), 'line').length, 1201);
  });
});
