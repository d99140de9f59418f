import assert from 'node:assert/strict';
import { cutUnclosedOpeners } from '../../../../../src/core/completion/filters/cutUnclosedOpeners.ts';
import { drop } from '../../../../../src/core/completion/filter.ts';
import { at, filterBlock, filterLine, inMarkdown, inPython, lines } from '../../../../support/cursor.ts';

/** Something follows, so that nothing the text opens is closed later. */
const FOLLOWED = '\nnext();\n';

describe('cutUnclosedOpeners', () => {
  const cases: [sentence: string, picture: string, text: string, expected: string][] = [
    ['keeps what the text closes itself', 'const x = █', 'f(a[0]);', 'f(a[0]);'],
    ['keeps what the rest of the line closes', 'sum(█)', 'f(a)', 'f(a)'],
    ['keeps what the text takes the place of', 'sum(█)', 'f(a))', 'f(a))'],
    ['ends before a call that is cut off', 'const x = █', 'sum(a, ', 'sum'],
    [
      'ends before the bracket that stays open, not before one that is closed',
      'let █',
      'x = f(a)[b',
      'x = f(a)',
    ],
    ['takes away what joined it', 'const f = █', 'async () => {', 'async ()'],
    ['ends before what it opens in place of what it closes', 'if (done█)', ') => {', ')'],
    ['ends before a quote that stays open', 'log(█);', 'text, "the end', 'text'],
    ['keeps the rest of an open string', 'log("█");', 'the end', 'the end'],
    ['keeps a bracket within a string', 'log(█);', '":-("', '":-("'],
  ];
  for (const [sentence, picture, text, expected] of cases) {
    it(sentence, () => {
      assert.equal(filterLine(cutUnclosedOpeners, text, at(picture + FOLLOWED)), expected);
    });
  }

  it('drops what says nothing without what it opens', () => {
    assert.deepEqual(
      cutUnclosedOpeners('import {', { document: at(`█${FOLLOWED}`), shape: 'line' }),
      drop('leavesOpen'),
    );
  });

  it('keeps a block that the line had begun: the document leaves no more open than before', () => {
    const document = at(`if (done█${FOLLOWED}`);
    assert.equal(filterLine(cutUnclosedOpeners, ') {', document), ') {');
  });

  it('keeps a line that opens what the lines below close', () => {
    const document = at(lines('  █', '    run();', '  }'));
    assert.equal(filterLine(cutUnclosedOpeners, 'if (done) {', document), 'if (done) {');
  });

  it('keeps everything where nothing follows: it may be closed later', () => {
    assert.equal(filterLine(cutUnclosedOpeners, 'f() {', at('function █\n\n')), 'f() {');
  });

  it('ends after the last whole line that leaves nothing open', () => {
    const document = at(lines('function f() {█', '}'));
    const text = lines('', '  run();', '  if (done) {', '    stop(');
    assert.equal(filterBlock(cutUnclosedOpeners, text, document), lines('', '  run();'));
  });

  it('drops what leaves something open from its first word on, and says so', () => {
    const document = at(`█${FOLLOWED}`);
    assert.deepEqual(cutUnclosedOpeners('{ a,', { document, shape: 'line' }), drop('leavesOpen'));
    const block = at(lines('function f() {█', '}'));
    assert.deepEqual(
      cutUnclosedOpeners('\n  if (a) {', { document: block, shape: 'block' }),
      drop('leavesOpen'),
    );
  });

  it('counts a comment that swallows what closes the document', () => {
    const document = at(lines('class A {', '  █', '  b() {}', '}'));
    assert.deepEqual(cutUnclosedOpeners('/**', { document, shape: 'line' }), drop('leavesOpen'));
  });

  it('lets prose open what it likes, and Python its blocks', () => {
    assert.equal(filterLine(cutUnclosedOpeners, 'so (to say', inMarkdown(`█${FOLLOWED}`)), 'so (to say');
    assert.equal(filterLine(cutUnclosedOpeners, 'if done:', inPython(`█${FOLLOWED}`)), 'if done:');
  });
});
