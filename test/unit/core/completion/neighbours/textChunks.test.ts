import assert from 'node:assert/strict';
import { chunkOf, textChunks } from '../../../../../src/core/completion/neighbours/textChunks.ts';
import { lines } from '../../../../support/cursor.ts';

const body = (name: string, length: number): string =>
  lines(
    `function ${name}() {`,
    ...Array.from({ length: length - 2 }, (_, index) => `  step${index}();`),
    '}',
  );

describe('textChunks', () => {
  it('cuts behind a blank line, so that a function stays whole', () => {
    const text = `${body('first', 14)}\n\n${body('second', 14)}`;
    assert.deepEqual(textChunks(text), [
      { firstLine: 0, text: body('first', 14) },
      { firstLine: 15, text: body('second', 14) },
    ]);
  });

  it('cuts a long block where it must, and leaves no line out', () => {
    const text = body('long', 70);
    const chunks = textChunks(text);
    assert.equal(chunks.map((chunk) => chunk.text).join('\n'), text);
    assert.ok(chunks.every((chunk) => chunk.text.split('\n').length <= 20));
  });

  it('moves no chunk when something changes further down', () => {
    const text = `${body('first', 14)}\n\n${body('second', 14)}\n\n${body('third', 14)}`;
    const changed = text.replace('function third', '// more\n// and more\nfunction third');
    assert.deepEqual(textChunks(changed).slice(0, 2), textChunks(text).slice(0, 2));
  });

  it('leaves out blank text, and lines that no prompt has room for', () => {
    assert.deepEqual(textChunks('\n  \n\n'), []);
    assert.deepEqual(textChunks('x'.repeat(5000)), []);
  });

  it('takes as much of a definition as a chunk holds', () => {
    const text = `// before\n${body('long', 70)}`;
    const chunk = chunkOf(text, 1, 70);
    assert.equal(chunk?.text.split('\n').length, 20);
    assert.ok(chunk.text.startsWith('function long'));
    assert.equal(chunkOf(text, 1, 2)?.text, 'function long() {\n  step0();');
  });
});
