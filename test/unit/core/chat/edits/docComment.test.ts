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
    assert.equal(withDocComment('<p>', 'A --> b', 'html'), '<!-- A  b -->\n<p>');
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

  it('is none where there is nothing to say or no place for it', () => {
    assert.equal(withDocComment('f();', ' \n', 'typescript'), undefined);
    assert.equal(withDocComment('{"a": 1}', 'Words.', 'json'), undefined);
    assert.equal(withDocComment('x = 1', 'Words.', 'python'), undefined);
  });
});
