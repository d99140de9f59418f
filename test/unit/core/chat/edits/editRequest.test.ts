import assert from 'node:assert/strict';
import { editRequest } from '../../../../../src/core/chat/edits/editRequest.ts';
import { parseQuestion } from '../../../../../src/core/chat/slashCommands.ts';

describe('editRequest', () => {
  it('asks for known changes as the panel does, and for what a comment says in words', () => {
    const asked = (['fix', 'document', 'simplify'] as const).map((kind) => editRequest({ kind }).question);
    assert.deepEqual(asked, ['/fix', '/document-in-words', '/simplify']);
  });

  it('has code read whole only where it is replaced', () => {
    assert.equal(editRequest({ kind: 'simplify' }).replacesFirst, true);
    assert.equal(editRequest({ kind: 'document' }).replacesFirst, undefined);
  });

  it('takes no instruction for a slash command', () => {
    const { question } = editRequest({ kind: 'instruction', text: ' /clear all ' });
    assert.equal(parseQuestion(question).command, undefined);
    assert.match(question, /follows: \/clear all\n/u);
  });
});
