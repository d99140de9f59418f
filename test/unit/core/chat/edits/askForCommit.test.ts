import assert from 'node:assert/strict';
import { askForCommit, type CommitReply } from '../../../../../src/core/chat/edits/askForCommit.ts';
import { type OneQuestion } from '../../../../../src/core/chat/edits/askOnce.ts';
import { matchesGrammar } from '../../../../support/gbnf.ts';
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
    return reply.kind === 'answered' ? [reply.message, reply.isHeld] : reply.kind;
  };

  it('takes what a model writes by itself, in whatever form', async () => {
    const asked = ask();
    const answer = await running();
    answer.write('Sure:\n```\nfeat: add a cache\n\nIt was slow.\n```\n');
    answer.end();
    assert.deepEqual(await messageOf(asked), ['feat: add a cache\n\nIt was slow.', false]);
    assert.deepEqual([engine.answers.length, answer.request.grammar], [1, undefined]);
  });

  it('takes the first line alone of an answer that was cut', async () => {
    const asked = ask();
    const answer = await running();
    answer.write('Add a cache\n\nIt was sl');
    answer.end('limit');
    assert.deepEqual(await messageOf(asked), ['Add a cache', false]);
  });

  it('stops a model that gives the diff back, and holds it to one line', async () => {
    const asked = ask();
    const first = await running();
    first.write(DIFF);
    const second = await running();
    assert.equal(first.signal.aborted, true);
    assert.deepEqual(second.request.pieces, first.request.pieces);
    assert.match(second.request.grammar ?? '', /^root ::= verb/u);
    second.write('Change the value of a,');
    second.end('limit');
    assert.deepEqual(await messageOf(asked), ['Change the value of a', true]);
  });

  it('leaves it words after a verb, and no code', async () => {
    void ask();
    (await running()).write(DIFF);
    const { grammar = '' } = (await running()).request;
    const allowed = (text: string): boolean => matchesGrammar(grammar, text);
    for (const text of [
      'Add a cache',
      'Fix the model’s path'.replace('’', "'"),
      'Rename `a` to b, c and d.ts',
    ]) {
      assert.ok(allowed(text), text);
    }
    for (const text of [
      'Add',
      'const a = 2;',
      'Add a cache\nand more',
      'Update {a}',
      'The changes of a.ts',
    ]) {
      assert.equal(allowed(text), false, text);
    }
    stop.abort();
  });

  it('holds a model to one line that writes nothing', async () => {
    const asked = ask();
    (await running()).end();
    const second = await running();
    second.write('Update a.ts');
    second.end();
    assert.deepEqual(await messageOf(asked), ['Update a.ts', true]);
  });

  it('gives up where even that brings nothing', async () => {
    const asked = ask();
    (await running()).end();
    (await running()).end();
    assert.deepEqual(await messageOf(asked), ['', true]);
    assert.equal(engine.answers.length, 2);
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
