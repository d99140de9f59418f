import assert from 'node:assert/strict';
import { ChatSession } from '../../src/core/chat/chatSession.ts';
import { ChatFailure } from '../../src/core/chat/chatEngine.ts';
import { SupervisedChatEngine } from '../../src/engine/supervisedChatEngine.ts';
import { conversationOf } from '../support/chatTurns.ts';
import { fakeEngine, type TestEngine } from '../support/engines.ts';

const SAID = 512;
/** As the engine's plan has it. */
const ROOM = 256;
const TURNS = 4;

describe('a chat whose context can’t grow as the memory is full', () => {
  let engine: TestEngine;
  let chat: SupervisedChatEngine;
  beforeEach(() => {
    engine = fakeEngine({ cpu: 'littleMemory' });
    chat = new SupervisedChatEngine(engine.supervisor, ({ message }) => message);
  });
  afterEach(() => engine.supervisor.dispose());

  const sessionOf = (answerWords: number): ChatSession => {
    const answer = 'word '.repeat(answerWords);
    const earlier = Array.from({ length: TURNS }, () => ['Why?', answer] as const);
    return new ChatSession(conversationOf(earlier), {
      engine: chat,
      now: () => 1,
      choices: () => ({ userPrompts: [] }),
      describeTooLong: (tokens, budget) => `${tokens} > ${budget}`,
      describeTooSmall: (model) => `${model} is too small`,
      onChange: () => undefined,
    });
  };

  it('answers with less of the conversation, and says how much was left out', async () => {
    assert.equal((await chat.model()).contextTokens, SAID);
    const session = sessionOf(60);
    await session.send({ id: 'asked', question: 'And then?', context: [] });
    const { answer } = session.conversation.turns.at(-1) ?? assert.fail();
    assert.equal(answer.kind, 'done');
    assert.deepEqual(answer.cuts, [{ kind: 'turnsDropped', turns: 2 }]);
  });

  it('shows from then on how much there is, to whoever asks and to whoever watches the engine', async () => {
    await sessionOf(60).send({ id: 'asked', question: 'And then?', context: [] });
    assert.equal((await chat.model()).contextTokens, ROOM);
    const { state } = engine.supervisor;
    assert.ok(state.kind === 'ready');
    assert.deepEqual([state.engine.model.chatContextTokens, state.engine.limitedChats], [ROOM, 1]);
  });

  it('says that the question is too long where it does not fit by itself', async () => {
    const session = sessionOf(1);
    await session.send({ id: 'asked', question: 'word '.repeat(300), context: [] });
    const { answer } = session.conversation.turns.at(-1) ?? assert.fail();
    assert.match('message' in answer ? answer.message : '', /^30\d > 192$/u);
  });

  it('fails for whoever cuts nothing by itself, with words', async () => {
    const request = {
      conversationId: 'c',
      pieces: [{ text: 'word '.repeat(300) }],
      maxTokens: 10,
      stop: [],
      temperature: 0,
      repetitionPenalty: 1,
    };
    await assert.rejects(
      chat.generate(request, new AbortController().signal, () => undefined),
      (error) => error instanceof ChatFailure && error.end.kind === 'failed',
    );
  });

  it('has what the model said again once the engine was started anew', async () => {
    await sessionOf(60).send({ id: 'asked', question: 'And then?', context: [] });
    await engine.supervisor.restart();
    assert.equal((await chat.model()).contextTokens, SAID);
  });
});
