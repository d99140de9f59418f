import assert from 'node:assert/strict';
import { normaliseLineEnds } from '../../../../../src/core/completion/filters/normaliseLineEnds.ts';
import { postprocess } from '../../../../../src/core/completion/postprocess.ts';
import { at, filterBlock, filterLine, lines } from '../../../../support/cursor.ts';

describe('normaliseLineEnds', () => {
  it('writes the line ends of a file from Windows as the pipeline does', () => {
    const document = at(lines('function first() {', '  █'));
    assert.equal(filterBlock(normaliseLineEnds, 'run();\r\n  stop();\r\n', document), 'run();\n  stop();\n');
  });

  it('leaves a line break alone, and a carriage return that ends no line', () => {
    assert.equal(filterBlock(normaliseLineEnds, 'a\n\nb', at('█')), 'a\n\nb');
    assert.equal(filterLine(normaliseLineEnds, 'a\rb', at('█')), 'a\rb');
  });

  it('is the first: what looks for control characters would end the text at the first line', () => {
    const document = at(lines('function first() {', '  █'));
    const shown = postprocess('run();\r\n  stop();\r\n}', { document, shape: 'block' });
    assert.deepEqual(shown, { kind: 'keep', text: 'run();\n  stop();' });
  });
});
