import assert from 'node:assert/strict';
import { syntaxWindow } from '../../../src/syntax/syntaxWindow.ts';
import { at, lines } from '../../support/cursor.ts';

/** So many lines of 20 characters, line break included. */
const rows = (count: number, indent: string): string[] =>
  Array.from({ length: count }, (_, number) =>
    `${indent}run(${String(number).padStart(4, '0')});`.padEnd(19, ' '),
  );

describe('syntaxWindow', () => {
  it('holds a short document whole', () => {
    assert.deepEqual(syntaxWindow(at('let a = █;\nnext();\n')), { text: 'let a = ;\nnext();\n', cursor: 8 });
  });

  it('holds whole lines of a long one', () => {
    const { text, cursor } = syntaxWindow(at(lines(...rows(990, ''), 'let a = █;', ...rows(990, ''))));
    assert.equal(text.slice(0, cursor).split('\n').at(-1), 'let a = ');
    assert.ok(cursor > 2000 && cursor <= 4000, String(cursor));
    assert.ok(text.length - cursor <= 1000, String(text.length - cursor));
    assert.match(text, /^run\(\d{4}\);.*run\(\d{4}\); *$/su);
  });

  it('begins at the same place while a few characters are typed', () => {
    const above = lines(...rows(990, ''), '');
    const starts = ['', 'l', 'le', 'let', 'let a = 1;\nlet b;'].map((typed) => {
      const { text, cursor } = syntaxWindow(at(`${above}${typed}█`));
      return text.slice(0, cursor - typed.length);
    });
    assert.equal(new Set(starts).size, 1);
  });

  it('brings the lines that opened the blocks it begins in', () => {
    const above = lines(
      'class Other {',
      '  a = 1;',
      '}',
      'class A {',
      '  b = 1;',
      '  run() {',
      '    if (this.b) {',
      '      stop();',
      '    } else {',
      ...rows(990, '      '),
    );
    const { text, cursor } = syntaxWindow(at(`${above}\n█\n    }\n  }\n}\n`));
    const [first = '', ...others] = text.slice(0, cursor).split('      run(');
    assert.equal(first, lines('class A {', '  run() {', '    if (this.b) {', '    } else {', ''));
    assert.ok(others.length > 50);
  });

  it('takes one long line as it is', () => {
    const { text, cursor } = syntaxWindow(at(`${'a'.repeat(9000)}█${'b'.repeat(9000)}`));
    assert.match(text, /^a+b+$/u);
    assert.ok(cursor > 2000 && text.length <= 5000);
  });
});
