import assert from 'node:assert/strict';
import { withDocComment } from '../../../../../src/core/chat/edits/docComment.ts';

describe('withDocComment', () => {
  it('puts a comment above the code, indented as it is', () => {
    assert.equal(
      withDocComment('  add(a) {\n    return a;\n  }', 'Adds.', 'typescript'),
      '  /** Adds. */\n  add(a) {\n    return a;\n  }',
    );
    assert.equal(
      withDocComment('\n\tfn f() {}', 'Does it.\n\nTwice.', 'rust'),
      '\n\t/// Does it.\n\t///\n\t/// Twice.\n\tfn f() {}',
    );
    assert.equal(withDocComment('func F() {}', 'F does it.', 'go'), '// F does it.\nfunc F() {}');
    assert.equal(withDocComment('x = 1', 'One.', 'ruby'), '# One.\nx = 1');
    assert.equal(withDocComment('<p>', 'A --> b', 'html'), '<!-- A -- > b -->\n<p>');
  });

  it('wraps long words and lets nothing end the comment early', () => {
    const comment = withDocComment('f();', `Ends */ here. ${'word '.repeat(40)}`, 'javascript') ?? '';
    const lines = comment.split('\n');
    assert.ok(lines.every((line) => line.length <= 104));
    assert.deepEqual([lines[0], lines.at(-2), lines.at(-1)], ['/**', ' */', 'f();']);
    assert.equal(comment.match(/\*\//gu)?.length, 1);
  });

  it('is the first statement of a Python function, also of one whose signature has several lines', () => {
    assert.equal(
      withDocComment('@cache\ndef f(\n    a: int,\n) -> int:\n    return a\n', 'Returns it.', 'python'),
      '@cache\ndef f(\n    a: int,\n) -> int:\n    """Returns it."""\n    return a\n',
    );
    assert.equal(
      withDocComment('\tdef f(self):\n\t\tpass', 'A\\b """x"""\nmore', 'python'),
      '\tdef f(self):\n\t\t"""A\\\\b \'\'\'x\'\'\'\n\t\tmore\n\t\t"""\n\t\tpass',
    );
  });

  it('lets nothing end the comment early, whatever ends lines', () => {
    assert.equal(
      withDocComment('<p>', 'A\n--->-> <script>x</script> --!>', 'html'),
      '<!-- A --- >-> <script>x</script> -- !> -->\n<p>',
    );
    assert.equal(withDocComment('let a', 'A **)) b', 'ocaml'), '(* A ** )) b *)\nlet a');
    assert.equal(
      withDocComment('f', 'Prints.\rrm -rf x\u2028y', 'shellscript'),
      '# Prints.\n# rm -rf x\n# y\nf',
    );
  });

  it('takes the place of lines that document, in the languages that have such', () => {
    for (const languageId of ['rust', 'csharp', 'swift', 'dart']) {
      assert.equal(
        withDocComment('/// Old\n/// one.\n#[inline]\nfn f() {}', 'New.', languageId),
        '/// New.\n#[inline]\nfn f() {}',
      );
    }
    assert.equal(withDocComment('/// Old.\nint f();', 'New.', 'cpp'), '/** New. */\nint f();');
    // What these lines mean is not known.
    assert.equal(
      withDocComment('//go:noinline\nfunc f()', 'F does.', 'go'),
      '// F does.\n//go:noinline\nfunc f()',
    );
  });

  it('stays below what only works in the first line', () => {
    for (const first of [
      '<?php',
      '<!DOCTYPE html>',
      '@charset "utf-8";',
      '#!/bin/sh',
      '# syntax=docker/dockerfile:1',
    ]) {
      const languageId = first.startsWith('#') ? 'shellscript' : 'css';
      const [, second] = (withDocComment(`${first}\nx`, 'Does it.', languageId) ?? '').split('\n');
      assert.match(second ?? '', /Does it\./u, first);
    }
  });

  it('finds the end of a Python signature by its brackets', () => {
    const signatures = [
      'def f(\n    a: int,  # the thing:\n    b,\n):',
      "def f(b={\n    'x':\n        1}):",
      'def f(cb=lambda:\n        1):',
      'class A(\n    B,\n):  # noqa: N801',
      '@cache(\n    size=1,\n)\nasync def f(a):',
      '# Of use.\n@cache\ndef f(a):',
    ];
    for (const signature of signatures) {
      assert.equal(
        withDocComment(`${signature}\n    return 1`, 'Does it.', 'python'),
        `${signature}\n    """Does it."""\n    return 1`,
      );
    }
  });

  it('is none for Python whose body stands in the signature’s line, or that begins with something else', () => {
    for (const code of [
      'def f(a): return a\n\ndef g(b):\n    return b',
      'class E(Exception): pass',
      "x = '''\ndef fake():\n'''\n",
      'import os\n\ndef f():\n    pass',
      '    return 1\n\ndef g():\n    pass',
      'def f(a',
    ]) {
      assert.equal(withDocComment(code, 'Does it.', 'python'), undefined, code);
    }
  });

  it('takes the place of a string that documents, and of no other', () => {
    const of = (body: string): string | undefined => withDocComment(`def f():\n${body}`, 'New.', 'python');
    const now = (rest: string): string => `def f():\n    """New."""\n${rest}`;
    const tail = '    x = 1\n    q = """select"""\n    return x';
    assert.equal(of(`    """Old."""  # noqa: D401\n${tail}`), now(tail));
    assert.equal(of(`    r'''Old\n    """one""".\n    '''\n${tail}`), now(tail));
    const statement = '    """a""".strip()\n    x = """b"""';
    assert.equal(of(statement), now(statement));
  });

  it('ends no string by a quotation mark of its own', () => {
    assert.equal(
      withDocComment('def f():\n    pass', 'Says "hi"', 'python'),
      'def f():\n    """Says "hi"\n    """\n    pass',
    );
  });

  it('is none where there is nothing to say or no place for it', () => {
    assert.equal(withDocComment('f();', ' \n', 'typescript'), undefined);
    assert.equal(withDocComment('{"a": 1}', 'Words.', 'json'), undefined);
    assert.equal(withDocComment('x = 1', 'Words.', 'python'), undefined);
  });
});
