import assert from 'node:assert/strict';
import {
  appendChunk,
  continueAnswer,
  edit,
  endAnswer,
  newConversation,
  regenerate,
  rename,
  runningTurn,
  send,
  type Conversation,
} from '../../../../src/core/chat/conversation.ts';
import { exportMarkdown } from '../../../../src/core/chat/exportMarkdown.ts';
import { codeItem, conversationOf } from '../../../support/chatTurns.ts';

const shown = ({ turns }: Conversation): unknown =>
  turns.map(({ question, answer }) => [question, answer.text, answer.kind]);
const three = conversationOf([
  ['a', 'A'],
  ['b', 'B'],
  ['c', 'C'],
]);

describe('a conversation', () => {
  it('grows by a question and its answer', () => {
    const asked = send(newConversation('c', 1), { id: 't', question: 'Why?', context: [] }, 2);
    assert.equal(runningTurn(asked)?.id, 't');
    const written = appendChunk(appendChunk(asked, 't', { text: 'Be', tokens: 1 }), 't', {
      text: 'cause',
      tokens: 2,
    });
    const ended = endAnswer(written, 't', { kind: 'done' }, 3);
    assert.deepEqual(shown(ended), [['Why?', 'Because', 'done']]);
    assert.deepEqual([ended.turns[0]?.answer.tokens, ended.updatedAt, runningTurn(ended)], [3, 3, undefined]);
  });

  it('takes nothing more into an answer that has ended', () => {
    assert.deepEqual(shown(appendChunk(three, '3', { text: '!', tokens: 1 })), shown(three));
  });

  it('drops what followed a question that is asked again or changed', () => {
    assert.deepEqual(shown(regenerate(three, '2', 9)), [
      ['a', 'A', 'done'],
      ['b', '', 'running'],
    ]);
    assert.deepEqual(shown(edit(three, '2', { question: 'x', context: [] }, 9)), [
      ['a', 'A', 'done'],
      ['x', '', 'running'],
    ]);
    assert.deepEqual(shown(regenerate(three, 'unknown', 9)), shown(three));
  });

  it('goes on with an answer from where it was cut', () => {
    const cut = conversationOf([['a', 'Half']], { kind: 'cut' });
    const whole = appendChunk(continueAnswer(cut, '1', 9), '1', { text: ' and half', tokens: 2 });
    assert.deepEqual(shown(whole), [['a', 'Half and half', 'running']]);
  });

  it('is named by its first question, until a person names it', () => {
    assert.equal(three.title, 'a');
    assert.equal(edit(three, '1', { question: 'A  new\none', context: [] }, 9).title, 'A new one');
    const named = rename(three, ' Mine ');
    assert.equal(edit(named, '1', { question: 'other', context: [] }, 9).title, 'Mine');
    assert.equal(rename(named, '').title, 'a');
  });

  it('cuts a long title at no half character', () => {
    const { title } = conversationOf([[`${'x'.repeat(58)}😀${'y'.repeat(20)}`, '']]);
    assert.equal(title, `${'x'.repeat(58)}…`);
  });

  it('is exported with its context, and no open code block swallows the next turn', () => {
    const conversation = conversationOf([
      ['Fix this', '```ts\nlet a', [codeItem('let b = "```";')]],
      ['And?', 'Done.'],
    ]);
    assert.equal(
      exportMarkdown(conversation, { question: 'You', answer: 'Answer', endOf: ({ kind }) => `(${kind})` }),
      [
        '# Fix this',
        '## You',
        'a.ts\n\n````typescript\nlet b = "```";\n````',
        'Fix this',
        '## Answer',
        '```ts\nlet a\n```',
        '*(done)*',
        '## You',
        'And?',
        '## Answer',
        'Done.',
        '*(done)*\n',
      ].join('\n\n'),
    );
  });
});
