import assert from 'node:assert/strict';
import { drop, type FilterResult } from '../../../../../src/core/completion/filter.ts';
import { cutBrokenSyntax } from '../../../../../src/core/completion/filters/cutBrokenSyntax.ts';
import { type DocumentContext } from '../../../../../src/core/completion/documentContext.ts';
import { type SyntaxJudge } from '../../../../../src/core/completion/syntaxJudge.ts';
import { syntaxJudge } from '../../../../../tools/support/syntaxJudge.ts';
import { at, inMarkdown, inPython, lines, outcome } from '../../../../support/cursor.ts';

/** Tells no more than so many times, as one whose time is over. */
const impatient = (judge: SyntaxJudge, times: number): SyntaxJudge => ({
  constructEnd: (document, text) => judge.constructEnd(document, text),
  prepare: () => undefined,
  at: (document) => {
    const count = judge.at(document);
    let asked = 0;
    return (text, replaceLength) => (++asked > times ? undefined : count?.(text, replaceLength));
  },
});

describe('cutBrokenSyntax', () => {
  let syntax: SyntaxJudge;
  before(async () => {
    syntax = await syntaxJudge(['typescript', 'python']);
  });

  const filter = (text: string, document: DocumentContext, judge = syntax): FilterResult =>
    cutBrokenSyntax(text, { document, shape: 'line', syntax: judge });

  const cases: [sentence: string, picture: string, text: string, expected: string][] = [
    ['keeps what parses', 'const x = █\nnext();', 'f(a);', 'f(a);'],
    ['ends before an operator that nothing follows', lines('{', '  █', '}'), 'let map =', 'let map'],
    ['ends after the last whole line that breaks nothing', '{█\n}', '\n  run();\n  let map =', '\n  run();'],
    ['ends within the first line where it is broken', '{█\n}', '\n  map[0] = ;\n  run();', '\n  map[0]'],
    ['keeps a statement that goes on below', 'total█\n  first + second;', ' =', ' ='],
    ['keeps what takes the place of what follows', 'sum(█)', 'a)', 'a)'],
    ['keeps a head whose body is still to come', 'on(a, █)\nnext();', 'function (b)', 'function (b)'],
    ['keeps the head of a branch', lines('{', '  █', '}'), 'if (a === b)', 'if (a === b)'],
    ['keeps no head that a body does not mend', lines('{', '  █', '}'), 'let map = (= a)', 'let map'],
    ['finishes the word that stands half-written', 'i█\nexport { a };', 'mport * as', 'mport'],
  ];
  for (const [sentence, picture, text, expected] of cases) {
    it(sentence, () => {
      assert.equal(outcome(filter(text, at(picture))), expected);
    });
  }

  it('drops what says nothing without what breaks the document', () => {
    const document = at(lines('{', '  █', '}'));
    assert.deepEqual(filter('export default', document), drop('breaksSyntax'));
  });

  it('drops what would leave a few letters', () => {
    assert.deepEqual(filter('map =', at(lines('{', '  █', '}'))), drop('breaksSyntax'));
  });

  it('keeps what mends the document, or leaves it as broken as it is', () => {
    assert.equal(outcome(filter(' 2;', at('let map =█\n}'))), ' 2;');
    assert.equal(outcome(filter(' first', at('const const a =█\n'))), ' first');
  });

  it('counts nothing as open where nothing follows: it may be closed later', () => {
    assert.equal(outcome(filter('sum(a) {', at('function █\n'))), 'sum(a) {');
    assert.equal(outcome(filter('total =', at('let █\n'))), 'total');
  });

  it('keeps an empty block of Python, whose lines are still to come', () => {
    assert.equal(outcome(filter('sum(a, b):', inPython('def █\n\nnext()\n'))), 'sum(a, b):');
    assert.equal(outcome(filter('sum(a, b)', inPython('def █\n\nnext()\n'))), 'sum(a, b)');
    assert.equal(outcome(filter('total =', inPython('█\n\ndef next():\n    pass\n'))), 'total');
  });

  it('takes quotes in a row for one sign', () => {
    assert.deepEqual(filter('\n    """', inPython('def f():█\n\nnext()\n')), drop('breaksSyntax'));
  });

  it('lets a document be that is not in its language', () => {
    const document = at(lines(...Array.from({ length: 12 }, () => '@if ($a == 1) { @b; }'), '█'));
    assert.equal(outcome(filter('let map =', document)), 'let map =');
  });

  it('keeps everything where nothing is known', () => {
    assert.equal(outcome(filter('let map =', inMarkdown('█\n}'))), 'let map =');
    const withoutJudge = cutBrokenSyntax('let map =', { document: at('{█\n}'), shape: 'line' });
    assert.equal(outcome(withoutJudge), 'let map =');
  });

  it('keeps what could not be judged in time, and nothing of what is known to be bad', () => {
    const document = at(lines('{', '  █', '}'));
    assert.equal(outcome(filter('let map =', document, impatient(syntax, 0))), 'let map =');
    assert.equal(outcome(filter('let map =', document, impatient(syntax, 1))), 'let map =');
    assert.deepEqual(filter('let map =', document, impatient(syntax, 2)), drop('breaksSyntax'));
  });
});
