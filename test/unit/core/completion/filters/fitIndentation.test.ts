import assert from 'node:assert/strict';
import { fitIndentation } from '../../../../../src/core/completion/filters/fitIndentation.ts';
import { at, filterBlock, filterLine, inPython, lines, withTabs } from '../../../../support/cursor.ts';

describe('fitIndentation', () => {
  it('does not indent a line that is indented already', () => {
    const document = inPython(lines('def f():', '    █'));
    assert.equal(filterLine(fitIndentation, '    return 1', document), 'return 1');
  });

  it('takes a stray first space out of a new line', () => {
    const document = inPython(lines('def f():', '    █'));
    assert.equal(filterLine(fitIndentation, ' return 1', document), 'return 1');
  });

  it('completes an indentation that is not deep enough yet', () => {
    const document = inPython(lines('def f():', '  █'));
    assert.equal(filterLine(fitIndentation, '  return 1', document), '  return 1');
  });

  it('keeps the indentation the text brings to column 0 of a body', () => {
    assert.equal(filterLine(fitIndentation, '    return 1', inPython('def f():\n█')), '    return 1');
  });

  it('takes the indentation out of a line that belongs to column 0', () => {
    assert.equal(filterLine(fitIndentation, '    y = 2', inPython('x = 1\n█')), 'y = 2');
  });

  it('moves the following lines along when they were written for the doubled column', () => {
    const document = inPython(lines('def f():', '    █'));
    assert.equal(
      filterBlock(fitIndentation, lines('    x = 1', '        y = 2', '        return x'), document),
      lines('x = 1', '    y = 2', '    return x'),
    );
  });

  it('leaves the following lines when they stand at the right column already', () => {
    const document = inPython(lines('def f():', '    █'));
    assert.equal(
      filterBlock(fitIndentation, lines('    if x:', '        y = 2', '    return x'), document),
      lines('if x:', '        y = 2', '    return x'),
    );
  });

  it('brings statements back that follow a finished one a level too deep', () => {
    const document = at(lines('function f() {', '  █', '}'));
    assert.equal(
      filterBlock(fitIndentation, lines('a();', '    if (b) {', '        c();', '    }'), document),
      lines('a();', '  if (b) {', '      c();', '  }'),
    );
  });

  it('writes tabs into a document indented by tabs', () => {
    const document = withTabs(lines('function f() {', '\t█', '}'));
    assert.equal(
      filterBlock(fitIndentation, lines('if (x) {', '        run();', '    }'), document),
      lines('if (x) {', '\t\trun();', '\t}'),
    );
  });

  it('writes spaces into a document indented by spaces', () => {
    const document = at(lines('function f() {', '  █', '}'));
    assert.equal(
      filterBlock(fitIndentation, lines('if (x) {', '\t\trun();', '\t}'), document),
      lines('if (x) {', '    run();', '  }'),
    );
  });

  it('leaves the space after a word alone', () => {
    assert.equal(filterLine(fitIndentation, ' = 1;', withTabs('\tx█')), ' = 1;');
  });

  it('lets a statement go on a level deeper', () => {
    const document = at(lines('  const total =', '  █'));
    assert.equal(filterLine(fitIndentation, '  price * count;', document), '  price * count;');
  });

  it('keeps the space before the asterisk of a documentation comment', () => {
    assert.equal(filterLine(fitIndentation, ' * The sum.', at(lines('  /**', '  █'))), ' * The sum.');
  });

  it('keeps the alignment of what follows a tab', () => {
    const document = withTabs(lines('\tcall(a,', '\t     █'));
    assert.equal(filterLine(fitIndentation, 'b);', document), 'b);');
  });
});
