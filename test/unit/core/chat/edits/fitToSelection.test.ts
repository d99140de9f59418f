import assert from 'node:assert/strict';
import { fitToSelection } from '../../../../../src/core/chat/edits/fitToSelection.ts';

const fit = (code: string, text: string, before = ''): string => {
  const edit = fitToSelection(code, { text, before });
  return edit.kind === 'replace' ? edit.text : edit.kind;
};

describe('fitToSelection', () => {
  it('indents code as the selection is', () => {
    assert.equal(fit('if (a) {\n  b();\n}', '    x();\n    y();\n'), '    if (a) {\n      b();\n    }\n');
    assert.equal(fit('a();\n\nb();', '\tx();\n'), '\ta();\n\n\tb();\n');
  });

  it('does not write the indentation twice where the selection begins after it', () => {
    assert.equal(fit('if (a) {\n  b();\n}', 'x();\n    y();', '    '), 'if (a) {\n      b();\n    }');
    assert.equal(fit('    a();\n    b();', 'x();\n    y();', '    '), 'a();\n    b();');
  });

  it('sees that a model repeated a selection with its first line’s indentation missing', () => {
    const selected = 'if (x) {\n      y();\n    }';
    assert.equal(fit('if (a) {\n      b();\n    }', selected, '    '), 'if (a) {\n      b();\n    }');
    assert.equal(
      fit('def f():\n    return 1', 'def f():\n        return 0', '    '),
      'def f():\n        return 1',
    );
  });

  it('indents what follows the first line as that line is, when code stands before the selection', () => {
    assert.equal(fit('f(\n  2,\n)', 'f(\n      1,\n    )', '    const q = '), 'f(\n      2,\n    )');
  });

  it('keeps the selection’s line ends, and the empty lines around it', () => {
    assert.equal(fit('a\nb', 'x\r\ny\r\n'), 'a\r\nb\r\n');
    assert.equal(fit('a', '\n\n  x\n\n'), '\n\n  a\n\n');
  });

  it('says when nothing was changed', () => {
    assert.equal(fit('x();\ny();', '  x();\n  y();\n'), 'unchanged');
    assert.equal(fit('x();\ny();', '  x();\r\n  y();\r\n'), 'unchanged');
  });
});
