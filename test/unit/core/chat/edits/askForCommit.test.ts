import assert from 'node:assert/strict';
import { askForCommit, type CommitReply } from '../../../../../src/core/chat/edits/askForCommit.ts';
import { type OneQuestion } from '../../../../../src/core/chat/edits/askOnce.ts';
import { ScriptedChat, type DrivenAnswer } from '../../../../support/scriptedChat.ts';
import { settle } from '../../../../support/scriptedEngine.ts';

const DIFF = '```diff\n@@ -1,2 +1,2 @@\n-const a = 1;\n+const a = 2;\n';
const ASKED: OneQuestion = {
  id: 'commit 1',
  question: '/commit',
  context: [{ kind: 'diff', label: 'a.ts', path: 'a.ts', text: '@@ -1 +1 @@\n-a\n+b' }],
  preferredFormat: undefined,
  maxAnswerTokens: 256,
};

describe('asking for a commit message', () => {
  let engine: ScriptedChat;
  let stop: AbortController;
  beforeEach(() => {
    engine = new ScriptedChat();
    stop = new AbortController();
  });

  const ask = (): Promise<CommitReply> => askForCommit(engine, ASKED, stop.signal);
  const running = async (): Promise<DrivenAnswer> => {
    await settle();
    return engine.answers.at(-1) ?? assert.fail('nothing was asked');
  };
  const messageOf = async (asked: Promise<CommitReply>): Promise<unknown> => {
    const reply = await asked;
    return reply.kind === 'answered' ? reply.message : reply.kind;
  };

  it('takes what a model writes by itself, in whatever form', async () => {
    const asked = ask();
    const answer = await running();
    answer.write('Sure:\n```\nfeat: add a cache\n\nIt was slow.\n```\n');
    answer.end();
    assert.deepEqual(await messageOf(asked), 'feat: add a cache\n\nIt was slow.');
  });

  it('takes the first line alone of an answer that was cut', async () => {
    const asked = ask();
    const answer = await running();
    answer.write('Add a cache\n\nIt was sl');
    answer.end('limit');
    assert.deepEqual(await messageOf(asked), 'Add a cache');
  });

  it('stops a model that gives the diff back, and asks it nothing more', async () => {
    const asked = ask();
    const answer = await running();
    answer.write(DIFF);
    assert.equal(await messageOf(asked), 'noMessage');
    assert.deepEqual([answer.signal.aborted, engine.answers.length], [true, 1]);
  });

  it('is no message where the model writes nothing, or what stood above the diff', async () => {
    for (const text of ['', 'The changes of a.ts:']) {
      const asked = ask();
      const answer = await running();
      answer.write(text);
      answer.end();
      assert.equal(await messageOf(asked), 'noMessage', text);
    }
  });

  it('ends when it is cancelled, and asks nothing more', async () => {
    const asked = ask();
    const first = await running();
    stop.abort();
    first.write(DIFF);
    assert.equal(await messageOf(asked), 'stopped');
    assert.equal(engine.answers.length, 1);
  });

  it('fails as the engine does', async () => {
    const asked = ask();
    (await running()).fail({ kind: 'interrupted', reason: 'engineEnded' });
    assert.equal(await messageOf(asked), 'interrupted');
  });
});
