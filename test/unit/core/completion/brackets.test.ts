import assert from 'node:assert/strict';
import { isOnlyClosers, scanBrackets, substance } from '../../../../src/core/completion/brackets.ts';

const owed = (text: string, languageId = 'typescript'): string =>
  scanBrackets(text, languageId).open.join('');

describe('scanBrackets', () => {
  const cases: [sentence: string, text: string, expected: string][] = [
    ['owes a closer for each open bracket', 'f(a, [b, {', ')]}'],
    ['skips strings', 'f("(", \'[\', `{`', ')'],
    ['skips escaped quotes', 'f("\\"("', ')'],
    ['skips comments', 'f( // [\n /* { */', ')'],
    ['reads the code inside a template', '`a ${f(', '${)'],
    ['goes on after the code inside a template', '`a ${f(x)} (` [', ']'],
    ['ends an open quote with its line', "it's\n(", ')'],
    ['skips regular expressions', 'f(/[(]\\(/, [', ')]'],
    ['takes a division for what it is', 'f(a / (b', '))'],
    ['forgives a bracket the author forgot', 'if (a { }', ')'],
  ];
  for (const [sentence, text, expected] of cases) {
    it(sentence, () => {
      assert.equal(owed(text), expected);
    });
  }

  it('tells apart what starts a comment and what is a number sign', () => {
    assert.equal(owed('echo $# (', 'shellscript'), ')');
    assert.equal(owed('echo # (', 'shellscript'), '');
  });

  it('says what was closed that the text had not opened', () => {
    const start = scanBrackets('f("', 'typescript');
    assert.deepEqual(scanBrackets('a") }', 'typescript', start).closings, [
      { index: 1, character: '"', kind: 'outer' },
      { index: 2, character: ')', kind: 'outer' },
      { index: 4, character: '}', kind: 'unopened' },
    ]);
  });
});

describe('isOnlyClosers', () => {
  it('tells what an editor closed from what an author wrote', () => {
    assert.equal(isOnlyClosers('"); '), true);
    assert.equal(isOnlyClosers(''), true);
    assert.equal(isOnlyClosers(') {'), false);
  });
});

describe('substance', () => {
  it('counts the characters that make a line recognisable', () => {
    assert.equal(substance('  });'), 0);
    assert.equal(substance('  f(x);'), 2);
  });
});
