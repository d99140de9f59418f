import assert from 'node:assert/strict';
import { editQuestion } from '../../../../../src/core/chat/edits/editQuestion.ts';
import { parseQuestion } from '../../../../../src/core/chat/slashCommands.ts';

describe('editQuestion', () => {
  it('asks for known changes as the panel does', () => {
    const asked = (['fix', 'document', 'simplify'] as const).map((kind) => editQuestion({ kind }));
    assert.deepEqual(asked, ['/fix', '/docs', '/simplify']);
  });

  it('takes no instruction for a slash command', () => {
    const question = editQuestion({ kind: 'instruction', text: ' /clear all ' });
    assert.equal(parseQuestion(question).command, undefined);
    assert.match(question, /follows: \/clear all\n/u);
  });
});
