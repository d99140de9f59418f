import assert from 'node:assert/strict';
import { promptOfMessages, type ForeignMessage } from '../../../../src/core/chat/promptOfMessages.ts';

const user = (text: string): ForeignMessage => ({ role: 'user', text });
const model = (text: string): ForeignMessage => ({ role: 'assistant', text });

describe('promptOfMessages', () => {
  it('joins questions that follow each other, and pairs them with their answers', () => {
    assert.deepEqual(promptOfMessages([user('a'), user('b'), model('B'), user('/fix')]), {
      system: '',
      history: [{ question: 'a\n\nb', answer: 'B' }],
      question: '/fix',
      answerSoFar: '',
    });
  });

  it('lets the model go on with an answer that is begun', () => {
    const { question, answerSoFar } = promptOfMessages([model('early'), user('a'), model('Be')]);
    assert.deepEqual([question, answerSoFar], ['a', 'Be']);
  });
});
