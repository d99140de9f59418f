import assert from 'node:assert/strict';
import { documentEdit } from '../../../../../src/core/chat/edits/documentEdit.ts';

describe('documentEdit', () => {
  it('changes nothing of the code, whatever the model made of it', () => {
    const code = 'add(a, b) {\n    return a + b;\n  }';
    const answer = '```ts\n/** Adds. */\nsubtract(a) {\n  return 0;\n}\n```';
    assert.deepEqual(documentEdit(answer, false, { text: code, before: '  ' }, 'typescript'), {
      kind: 'replace',
      text: `/** Adds. */\n  ${code}`,
    });
  });

  it('takes the place of the comment that is there', () => {
    const edit = documentEdit(
      'Adds two numbers.',
      false,
      { text: '/**\n * Old.\n */\nfunction add() {}\n', before: '' },
      'typescript',
    );
    assert.deepEqual(edit, { kind: 'replace', text: '/** Adds two numbers. */\nfunction add() {}\n' });
    const python = documentEdit(
      '"""Adds."""',
      false,
      { text: 'def add(a):\n    """Old\n    one.\n    """\n    return a\n', before: '' },
      'python',
    );
    assert.deepEqual(python, { kind: 'replace', text: 'def add(a):\n    """Adds."""\n    return a\n' });
  });

  it('leaves the head of a file where it is, and a comment that belongs to nothing below it', () => {
    const heads = [
      '/**\n * Copyright 2020 Somebody.\n */\n',
      '#!/usr/bin/env node\n/* @license MIT */\n',
      '/** Notes. */\n\n',
    ];
    for (const head of heads) {
      const selected = { text: `${head}f();`, before: '' };
      assert.deepEqual(documentEdit('Adds it up.', false, selected, 'javascript'), {
        kind: 'replace',
        text: `${head}/** Adds it up. */\nf();`,
      });
    }
  });

  it('keeps CRLF', () => {
    const edit = documentEdit('Adds it.\nTwice.', false, { text: 'f(\r\n);', before: '' }, 'javascript');
    assert.deepEqual(edit, { kind: 'replace', text: '/**\r\n * Adds it.\r\n * Twice.\r\n */\r\nf(\r\n);' });
  });

  it('says when there is nothing new, nothing to take, or no place for it', () => {
    const selected = { text: '/** Adds. */\nf();', before: '' };
    assert.deepEqual(documentEdit('Adds.', false, selected, 'javascript'), { kind: 'words' });
    assert.deepEqual(documentEdit('/** Adds. */', false, selected, 'javascript'), { kind: 'unchanged' });
    assert.deepEqual(documentEdit('f();', false, selected, 'javascript'), { kind: 'words' });
    assert.deepEqual(documentEdit('Adds two', true, selected, 'javascript'), {
      kind: 'cut',
      code: 'Adds two',
    });
    assert.deepEqual(documentEdit('Adds it all.', false, { text: '{}', before: '' }, 'json'), {
      kind: 'words',
    });
  });
});
