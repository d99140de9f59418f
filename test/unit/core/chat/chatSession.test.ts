import assert from 'node:assert/strict';
import { ChatSession } from '../../../../src/core/chat/chatSession.ts';
import { newConversation } from '../../../../src/core/chat/conversation.ts';
import { ScriptedChat, printed, type DrivenAnswer } from '../../../support/scriptedChat.ts';
import { settle } from '../../../support/scriptedEngine.ts';

describe('ChatSession', () => {
  let engine: ScriptedChat;
  let session: ChatSession;
  let changes: string[];
  beforeEach(() => {
    engine = new ScriptedChat();
    changes = [];
    session = new ChatSession(newConversation('c1', 1), {
      engine,
      now: () => 2,
      choices: () => ({ userPrompts: [] }),
      describeTooLong: (tokens, budget) => `${tokens} > ${budget}`,
      describeTooSmall: (model: string) => `${model} is too small`,
      onChange: (_conversation, what) => void changes.push(what),
    });
  });

  const ask = async (id: string, question = 'Why?'): Promise<DrivenAnswer> => {
    void session.send({ id, question, context: [] });
    return newest();
  };
  const newest = async (): Promise<DrivenAnswer> => {
    await settle();
    const answer = engine.answers.at(-1);
    assert.ok(answer !== undefined);
    return answer;
  };
  const answers = (): unknown =>
    session.conversation.turns.map(({ id, answer }) => [id, answer.text, answer.kind]);

  it('streams an answer and knows its figures', async () => {
    const answer = await ask('1');
    answer.write('Be');
    assert.deepEqual(answers(), [['1', 'Be', 'running']]);
    answer.write('cause');
    answer.end();
    await settle();
    assert.deepEqual(answers(), [['1', 'Because', 'done']]);
    const { model, tokens, promptTokens, tokensPerSecond } = session.conversation.turns[0]?.answer ?? {};
    assert.deepEqual([model, tokens, promptTokens, tokensPerSecond], ['Scripted', 2, 10, 25]);
    assert.equal(changes.filter((what) => what === 'text').length, 2);
    assert.equal(session.isAnswering, false);
  });

  it('stops at once, keeps what is there, and takes nothing late', async () => {
    const answer = await ask('1');
    answer.write('Be');
    session.stop();
    assert.deepEqual([answers(), answer.signal.aborted], [[['1', 'Be', 'stopped']], true]);
    answer.write('late');
    await settle();
    assert.deepEqual(answers(), [['1', 'Be', 'stopped']]);
  });

  it('mixes no late text of a stopped answer into the one that is asked for anew', async () => {
    const first = await ask('1');
    first.write('old');
    void session.regenerate('1');
    const second = await newest();
    first.write('late');
    second.write('new');
    second.end();
    await settle();
    assert.deepEqual(answers(), [['1', 'new', 'done']]);
    assert.ok(second.request.temperature > first.request.temperature, 'another answer is wanted');
  });

  it('stops the running answer when another question is sent', async () => {
    (await ask('1')).write('Be');
    (await ask('2', 'And?')).write('So');
    assert.deepEqual(answers(), [
      ['1', 'Be', 'stopped'],
      ['2', 'So', 'running'],
    ]);
    session.stop();
  });

  it('goes on with a cut answer from its text', async () => {
    const first = await ask('1');
    first.write('Half');
    first.end('limit');
    await settle();
    assert.deepEqual(answers(), [['1', 'Half', 'cut']]);
    void session.continue('1');
    const second = await newest();
    assert.ok(printed(second.request.pieces).endsWith('Half'));
    second.write(' and half');
    second.end();
    await settle();
    assert.deepEqual(answers(), [['1', 'Half and half', 'done']]);
  });

  it('keeps the text of an answer whose engine ended, and answers again on Retry as the first time', async () => {
    const first = await ask('1');
    first.write('Be');
    first.fail({ kind: 'interrupted', reason: 'engineEnded' });
    await settle();
    assert.deepEqual(answers(), [['1', 'Be', 'interrupted']]);
    void session.regenerate('1');
    const second = await newest();
    assert.equal(second.request.temperature, first.request.temperature);
    session.stop();
  });

  it('says why a model could not be had, and that a question is too long', async () => {
    engine.failure = { kind: 'failed', message: 'No memory.' };
    await session.send({ id: '1', question: 'Why?', context: [] });
    engine.failure = undefined;
    await session.send({ id: '2', question: 'word '.repeat(1000), context: [] });
    const messages = session.conversation.turns.map(({ answer }) => 'message' in answer && answer.message);
    assert.deepEqual(messages, ['No memory.', '1002 > 300']);
  });

  it('stops a model that repeats itself, keeps what it said once, and lets chance in where it goes on', async () => {
    const first = await ask('1');
    first.write('Well.\n');
    for (let count = 0; count < 20; count++) {
      first.write('It adds two numbers and returns their sum.\n');
    }
    await settle();
    assert.equal(first.signal.aborted, true);
    assert.deepEqual(answers(), [['1', 'Well.\nIt adds two numbers and returns their sum.', 'repeated']]);
    assert.equal(session.conversation.turns[0]?.answer.promptTokens, 10);
    void session.continue('1');
    const second = await newest();
    assert.ok(second.request.temperature > first.request.temperature);
    assert.ok(printed(second.request.pieces).endsWith('returns their sum.'));
    second.write(' Both may be negative.');
    second.end();
    await settle();
    assert.deepEqual(answers(), [
      ['1', 'Well.\nIt adds two numbers and returns their sum. Both may be negative.', 'done'],
    ]);
  });

  it('asks no model a question that it is told to refuse, and keeps the reason in the answer’s place', async () => {
    await session.send({ id: '1', question: '/commit', context: [] }, 'Nothing is staged.');
    const refused = { kind: 'failed', message: 'Nothing is staged.', isUnasked: true };
    const [first] = session.conversation.turns;
    assert.deepEqual({ ...first?.answer, ...refused }, first?.answer);
    await session.edit('1', { question: '/commit please', context: [] }, 'Still nothing.');
    assert.deepEqual(
      session.conversation.turns.map(({ question, answer }) => [
        question,
        'message' in answer && answer.message,
      ]),
      [['/commit please', 'Still nothing.']],
    );
    assert.deepEqual([engine.answers.length, session.isAnswering], [0, false]);
  });

  it('leaves prompt and answer together within the context', async () => {
    const { request } = await ask('1');
    assert.equal(request.maxTokens, 100);
    session.stop();
  });
});
