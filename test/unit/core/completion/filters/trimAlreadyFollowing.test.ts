import assert from 'node:assert/strict';
import { trimAlreadyFollowing } from '../../../../../src/core/completion/filters/trimAlreadyFollowing.ts';
import { at, filterBlock, filterLine, inMarkdown, lines } from '../../../../support/cursor.ts';

describe('trimAlreadyFollowing', () => {
  describe('on the cursor’s line', () => {
    const cases: [sentence: string, picture: string, text: string, expected: string][] = [
      ['keeps a closer that the range will cover', 'sum(█)', 'a, b)', 'a, b)'],
      ['drops a closer that stands there already', 'sum(a█)', ')', '✗ alreadyFollows'],
      ['drops what the line goes on with', 'return █a + b;', 'a + b', '✗ alreadyFollows'],
      ['ends before an argument that follows', 'sum(█, 2)', '1, 2)', '1'],
      ['ends before the closer of a line that goes on', 'read(█).then(show)', 'path).then(show)', 'path'],
      [
        'ends before a closer and what the line says after it',
        'import { █ } from "fs"',
        'readFile } from "path"',
        'readFile',
      ],
      ['ends before the tag that closes the element', '<b>█</b>', 'bold</b>', 'bold'],
      ['ends before a partial overlap', 'const total = █price * count;', 'tax + price * count', 'tax + '],
      ['keeps a bracket of its own', 'read(█).then(show)', 'join(a, b)', 'join(a, b)'],
      ['keeps a closer spaced like the one the range will cover', 'x = { a: █ }', '1 }', '1 }'],
      ['ends before a closer spaced unlike the line’s', 'x = { a: █ }', '1}', '1'],
      ['ends before a quote the line closes', 'log("█" + name)', 'hello" + x', 'hello'],
    ];
    for (const [sentence, picture, text, expected] of cases) {
      it(sentence, () => {
        assert.equal(filterLine(trimAlreadyFollowing, text, at(picture)), expected);
      });
    }
  });

  it('drops the line that comes next', () => {
    const document = at(lines('const a = 1;', '█', 'const b = 2;'));
    assert.equal(filterLine(trimAlreadyFollowing, 'const b = 2;', document), '✗ alreadyFollows');
  });

  it('drops the next visible line, after blank ones', () => {
    const document = at(lines('█', '', '  run(everything);'));
    assert.equal(filterLine(trimAlreadyFollowing, 'run(everything);', document), '✗ alreadyFollows');
  });

  it('drops the brace that closes the body already', () => {
    const document = at(lines('function f() {', '  run();', '█', '}'));
    assert.equal(filterLine(trimAlreadyFollowing, '}', document), '✗ alreadyFollows');
  });

  it('ends before the lines that follow', () => {
    const document = at(lines('function f() {', '  █', '  return total;', '}'));
    assert.equal(
      filterBlock(trimAlreadyFollowing, lines('total += 1;', '  return total;', '}'), document),
      'total += 1;',
    );
  });

  it('ends before the document’s own closing brace', () => {
    const document = at(lines('if (x) {█', '}'));
    assert.equal(filterBlock(trimAlreadyFollowing, lines('', '  run();', '}'), document), '\n  run();');
  });

  it('keeps the brace of a block the text opened at the same column', () => {
    const document = at(lines('{', '█', '}'));
    const text = lines('if (x) {', '  run();', '}');
    assert.equal(filterBlock(trimAlreadyFollowing, text, document), text);
  });

  it('keeps a brace at another level than the one that follows', () => {
    const document = at(lines('function f() {', '  if (x) {', '    run();', '█', '}'));
    assert.equal(filterLine(trimAlreadyFollowing, '  }', document), '  }');
  });

  it('does not hold the author’s own line against the lines below it', () => {
    const document = at(lines('  if (x) {█', '  if (x) {', '    stop();'));
    assert.equal(filterBlock(trimAlreadyFollowing, '\n    run();', document), '\n    run();');
  });

  it('keeps a deeper line that only reads like the one that follows', () => {
    const document = at(lines('if (x) {', '  █', '}', 'check(x);'));
    const text = lines('check(x);', '  run(x);');
    assert.equal(filterBlock(trimAlreadyFollowing, text, document), text);
  });

  it('drops a list item that follows', () => {
    const document = inMarkdown(lines('- bread', '█', '- milk and honey'));
    assert.equal(filterLine(trimAlreadyFollowing, '- milk and honey', document), '✗ alreadyFollows');
  });

  it('ends before the Chinese text that follows on the line', () => {
    const document = at('今天█我们去公园散步。', { languageId: 'plaintext' });
    assert.equal(filterLine(trimAlreadyFollowing, '天气很好，我们去公园散步。', document), '天气很好，');
  });
});
