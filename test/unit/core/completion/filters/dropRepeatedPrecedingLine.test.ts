import assert from 'node:assert/strict';
import { dropRepeatedPrecedingLine } from '../../../../../src/core/completion/filters/dropRepeatedPrecedingLine.ts';
import { at, filterBlock, filterLine, lines } from '../../../../support/cursor.ts';

describe('dropRepeatedPrecedingLine', () => {
  it('drops the line above, written once more', () => {
    const document = at(lines("import a from './a';", '█'));
    assert.equal(
      filterLine(dropRepeatedPrecedingLine, "import a from './a';", document),
      '✗ repeatsPrecedingLine',
    );
  });

  it('drops it whatever the indentation', () => {
    const document = at(lines('list.push(1);', '  █'));
    assert.equal(filterLine(dropRepeatedPrecedingLine, 'list.push(1);', document), '✗ repeatsPrecedingLine');
  });

  it('drops the rest of a line that would become the line above', () => {
    const document = at(lines("import a from './a';", 'import █'));
    assert.equal(filterLine(dropRepeatedPrecedingLine, "a from './a';", document), '✗ repeatsPrecedingLine');
  });

  it('lets the author who has typed most of the line have it', () => {
    const document = at(lines('list.push(1);', 'list.push█'));
    assert.equal(filterLine(dropRepeatedPrecedingLine, '(1);', document), '(1);');
  });

  it('drops a block that repeats the block above', () => {
    const document = at(lines('open(file);', 'close(file);', '', '█'));
    assert.equal(
      filterBlock(dropRepeatedPrecedingLine, lines('open(file);', 'close(file);'), document),
      '✗ repeatsPrecedingLine',
    );
  });

  it('drops following lines that repeat the cursor’s own', () => {
    const document = at('run(everything);█');
    assert.equal(
      filterBlock(dropRepeatedPrecedingLine, '\nrun(everything);', document),
      '✗ repeatsPrecedingLine',
    );
  });

  it('keeps a repeated line that leads to something new', () => {
    const text = lines('list.push(1);', 'list.push(2);');
    assert.equal(filterBlock(dropRepeatedPrecedingLine, text, at(lines('list.push(1);', '█'))), text);
  });

  it('keeps a closer below a closer', () => {
    assert.equal(filterLine(dropRepeatedPrecedingLine, '});', at(lines('  });', '█'))), '});');
  });

  it('drops a repeated Chinese sentence', () => {
    const document = at(lines('他慢慢地走了。', '█'), { languageId: 'plaintext' });
    assert.equal(filterLine(dropRepeatedPrecedingLine, '他慢慢地走了。', document), '✗ repeatsPrecedingLine');
  });

  it('compares with nothing in the first line', () => {
    assert.equal(filterLine(dropRepeatedPrecedingLine, 'import a;', at('█')), 'import a;');
  });
});
