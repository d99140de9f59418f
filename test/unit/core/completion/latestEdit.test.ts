import assert from 'node:assert/strict';
import { LatestEdit } from '../../../../src/core/completion/latestEdit.ts';

const FILE = 'file:///a.ts';
const BODY = '{\n  return first;\n}';

/** What the change of one text at an offset of 10 is taken for, at the end of that text. */
function kindOf(
  text: string,
  { isUndo = false, offered = [] as readonly string[] } = {},
): string | undefined {
  const edit = new LatestEdit();
  edit.noteOffered(offered);
  edit.note(FILE, [{ offset: 10, text }], isUndo);
  return edit.kindAt(FILE, 10 + text.length);
}

describe('LatestEdit', () => {
  it('takes keys for written, with what the editor adds of its own', () => {
    for (const text of ['a', '()', '\n', '\n  ', '\n  \n', '\n * ', '\r\n\t', '']) {
      assert.equal(kindOf(text), undefined);
    }
  });

  it('takes a word or a line from elsewhere for written', () => {
    assert.equal(kindOf('completions.complete(query)'), undefined);
    assert.equal(kindOf('  return first;\n'), undefined);
  });

  it('takes several lines for pasted, whatever ends them', () => {
    assert.equal(kindOf(BODY), 'pasted');
    assert.equal(kindOf(BODY.replaceAll('\n', '\r\n')), 'pasted');
  });

  it('takes a suggestion, and a part of it, for written', () => {
    const offered = ['other', `${BODY}\n`];
    assert.equal(kindOf(BODY, { offered }), undefined);
    assert.equal(kindOf(BODY.replaceAll('\n', '\r\n'), { offered }), undefined);
    assert.equal(kindOf(`${BODY}// not this`, { offered }), 'pasted');
  });

  it('takes what is undone and done again for neither', () => {
    assert.equal(kindOf('a', { isUndo: true }), 'undone');
    assert.equal(kindOf(BODY, { isUndo: true, offered: [BODY] }), 'undone');
  });

  it('holds for the cursor at the end of what was pasted, and wherever something was undone', () => {
    const edit = new LatestEdit();
    edit.note(FILE, [{ offset: 10, text: BODY }], false);
    assert.equal(edit.kindAt(FILE, 12), undefined);
    assert.equal(edit.kindAt('file:///b.ts', 10 + BODY.length), undefined);
    edit.note(FILE, [{ offset: 10, text: '' }], true);
    assert.equal(edit.kindAt(FILE, 12), 'undone');
  });

  it('holds until something else is changed, and not for a change without a text', () => {
    const edit = new LatestEdit();
    edit.note(FILE, [{ offset: 10, text: BODY }], false);
    edit.note(FILE, [], false);
    assert.equal(edit.kindAt(FILE, 10 + BODY.length), 'pasted');
    edit.note(FILE, [{ offset: 10 + BODY.length, text: '\n' }], false);
    assert.equal(edit.kindAt(FILE, 11 + BODY.length), undefined);
  });

  it('takes changes in several places for written: a pasted text is one', () => {
    const edit = new LatestEdit();
    edit.note(
      FILE,
      [
        { offset: 10, text: BODY },
        { offset: 2, text: BODY },
      ],
      false,
    );
    assert.equal(edit.kindAt(FILE, 10 + BODY.length), undefined);
  });
});
