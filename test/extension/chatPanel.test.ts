import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type ContextItem } from '../../src/core/chat/conversation.ts';
import { ConversationStore } from '../../src/core/chat/conversationStore.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { type EngineState } from '../../src/engine/engineState.ts';
import { Exclusions } from '../../src/provider/exclusions.ts';
import { type ChatState } from '../../src/webview/chatProtocol.ts';
import { type StagedContext } from '../../src/workbench/assist/stagedChanges.ts';
import { AnsweringModel } from '../../src/workbench/chat/answeringModel.ts';
import { ChatController } from '../../src/workbench/chat/chatController.ts';
import { ContextPicker } from '../../src/workbench/chat/contextPicker.ts';
import { DraftContext } from '../../src/workbench/chat/draftContext.ts';
import { ThemeColors } from '../../src/workbench/chat/themeColors.ts';
import { UserPrompts } from '../../src/workbench/chat/userPrompts.ts';
import { ConversationFolder } from '../../src/workbench/conversationFolder.ts';
import { ProposedEdits } from '../../src/workbench/proposedEdits.ts';
import { printed, ScriptedChat, type DrivenAnswer } from '../support/scriptedChat.ts';
import { until } from './until.ts';

const failed = (cause: unknown): void => {
  assert.fail(String(cause));
};

/** A supervisor whose model is there from the start. */
const READY = { kind: 'ready', engine: { model: { name: 'Scripted' } } } as EngineState;

describe('the chat behind its page', () => {
  const engine = new ScriptedChat();
  let folder: string;
  let parts: { dispose(): unknown }[];
  let chat: ChatController;
  let store: ConversationStore;
  let staged: StagedContext;

  /** All of a chat but its page and its engine, as an editor that starts builds it. */
  const start = (): void => {
    const exclusions = new Exclusions(() => true);
    staged = { kind: 'notChosen' };
    const draft = new DraftContext(exclusions, () => Promise.resolve(staged));
    const edits = new ProposedEdits();
    const model = new AnsweringModel({ state: READY }, engine, failed, () => true);
    const prompts = new UserPrompts(failed);
    const theme = new ThemeColors(failed);
    const log = vscode.window.createOutputChannel('chat panel test', { log: true });
    store = new ConversationStore(new ConversationFolder(folder), systemClock, failed, failed);
    chat = new ChatController({
      engine,
      store,
      draft,
      picker: new ContextPicker(exclusions),
      edits,
      memory: { keys: () => [], get: () => undefined, update: () => Promise.resolve() } as vscode.Memento,
      log,
      model,
      prompts,
      theme,
      modelView: () => ({ kind: 'ready', name: 'Scripted' }),
      isShown: () => true,
    });
    parts = [chat, model, prompts, theme, draft, edits, exclusions, log];
  };
  const stop = (): void => {
    for (const part of parts) {
      part.dispose();
    }
  };
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    folder = await mkdtemp(path.join(os.tmpdir(), 'openelm-panel-'));
    engine.answers.length = 0;
    start();
  });
  afterEach(async () => {
    stop();
    await store.flush();
    await rm(folder, { recursive: true });
  });

  const ask = async (question: string): Promise<DrivenAnswer> => {
    const before = engine.answers.length;
    void chat.ask(question);
    await until(chat.onDidChange, () => engine.answers.length > before);
    const answer = engine.answers.at(-1);
    assert.ok(answer);
    return answer;
  };
  const shown = ({ turns }: ChatState): readonly (readonly string[])[] =>
    turns.map(({ question, answer }) => [question, answer.text, answer.kind]);
  const ended = (): Promise<void> =>
    until(chat.onDidChange, () => chat.state.turns.at(-1)?.answer.kind !== 'running');

  it('lets an answer run on while another conversation is shown, and shows all of it again', async () => {
    const answer = await ask('One?');
    answer.write('First ');
    const { conversationId } = chat.state;
    chat.startNew();
    answer.write('half.');
    await chat.open(conversationId);
    assert.deepEqual(shown(chat.state), [['One?', 'First half.', 'running']]);
    answer.end();
    await ended();
    assert.deepEqual(shown(chat.state), [['One?', 'First half.', 'done']]);
  });

  it('forgets every conversation, the one that is being answered as well, and goes on with an empty list', async () => {
    const first = await ask('One?');
    first.end();
    await ended();
    chat.startNew();
    const running = await ask('Two?');
    running.write('A qua');
    await chat.forgetAll();
    await rm(folder, { recursive: true, force: true });
    await chat.readHistory();
    running.end();
    await store.flush();
    assert.deepEqual([shown(chat.state), chat.state.conversations], [[], []]);
    assert.deepEqual(await store.list(), []);
    const next = await ask('Three?');
    next.write('Yes.');
    next.end();
    await ended();
    await until(chat.onDidChange, () => chat.state.conversations.length === 1);
  });

  it('gives a page that comes later everything, and then only what is new', async () => {
    const answer = await ask('One?');
    answer.write('First ');
    answer.write('second ');
    assert.deepEqual(shown(chat.state), [['One?', 'First second ', 'running']]);
    const chunk = new Promise((resolve) => {
      chat.onDidStream(resolve);
    });
    answer.write('third.');
    const { turns } = chat.state;
    assert.deepEqual(await chunk, { turnId: turns[0]?.id, offset: 'First second '.length, text: 'third.' });
  });

  it('finds its conversations again when the editor is started anew, an interrupted answer marked', async () => {
    const answer = await ask('One?');
    answer.write('Half');
    answer.end();
    await ended();
    const running = await ask('Two?');
    running.write('A qua');
    const { conversationId } = chat.state;
    // As a kill would leave it: nothing is ended, and what was written last is on disk.
    await store.save(chat.shown.conversation);
    const before = { parts, store };
    start();
    await chat.readHistory();
    assert.deepEqual(
      chat.state.conversations.map(({ title }) => title),
      ['One?'],
    );
    await chat.open(conversationId);
    assert.deepEqual(shown(chat.state), [
      ['One?', 'Half', 'done'],
      ['Two?', 'A qua', 'interrupted'],
    ]);
    for (const part of before.parts) {
      part.dispose();
    }
    await before.store.flush();
  });

  it('names, searches, exports and deletes a conversation', async () => {
    const answer = await ask('Why do ships float?');
    answer.write('Archimedes.\n```ts\nlet a;');
    answer.end('limit');
    await ended();
    const { conversationId: id } = chat.state;
    await chat.rename(id, 'Ships');
    assert.deepEqual(
      [chat.state.title, chat.state.conversations.map(({ title }) => title)],
      ['Ships', ['Ships']],
    );
    const found = new Promise((resolve) => {
      chat.onDidReply(resolve);
    });
    await chat.handlers.searchConversations({ query: 'archimedes' });
    assert.deepEqual(await found, { kind: 'found', query: 'archimedes', ids: [id] });
    await chat.handlers.exportConversation({ id });
    const exported = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(exported, /^# Ships\n\n## Question\n\nWhy do ships float\?\n\n## Answer \(Scripted\)\n/u);
    assert.match(exported, /let a;\n```\n\n\*\(the answer is not complete\)\*/u);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await chat.delete(id);
    assert.deepEqual([chat.state.turns, chat.state.conversations], [[], []]);
    assert.equal(await store.load(id), undefined);
  });

  it('says before a question is sent what of it will not fit', async () => {
    const content = Array.from({ length: 900 }, (_, line) => `let v${line};`).join('\n');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
    chat.refresh();
    await until(chat.onDidChange, () => chat.state.context.cuts.length > 0);
    const { context } = chat.state;
    assert.match(context.cuts[0] ?? '', /^Of .*, lines 1 to \d+ of 900 fit\.$/u);
    assert.equal(context.isEstimate, false);
    assert.equal(context.limitTokens, 300);
    assert.ok(context.usedTokens > 900, `${context.usedTokens}`);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('shows once what the model repeated, and says that it did', async () => {
    const answer = await ask('One?');
    for (let count = 0; count < 20; count++) {
      answer.write('It adds two numbers and returns their sum.\n');
    }
    await ended();
    assert.deepEqual(shown(chat.state), [['One?', 'It adds two numbers and returns their sum.', 'repeated']]);
    const { conversationId: id } = chat.state;
    await store.flush();
    assert.equal((await store.load(id))?.turns[0]?.answer.kind, 'repeated');
  });

  describe('for /commit', () => {
    const diff = (label: string): ContextItem => ({ kind: 'diff', label, path: label, text: `+in ${label}` });
    const isStaged = (...labels: readonly string[]): void => {
      const root = vscode.Uri.file('/repository');
      staged = { kind: 'staged', items: labels.map(diff), root, secrets: [] };
    };
    const chips = (): readonly string[] => chat.state.context.chips.map(({ label }) => label);

    it('asks about what is staged, which stands with the question', async () => {
      await vscode.window.showTextDocument(
        await vscode.workspace.openTextDocument({ content: 'not staged' }),
      );
      isStaged('a.ts', 'b.ts');
      const answer = await ask('/commit in French');
      const prompt = printed(answer.request.pieces);
      assert.match(prompt, /The changes of a\.ts:[^]*\+in b\.ts[^]*Write the message[^]*in French/u);
      assert.doesNotMatch(prompt, /not staged/u);
      assert.deepEqual(
        chat.state.turns[0]?.context.map(({ label }) => label),
        ['a.ts', 'b.ts'],
      );
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    it('shows while it is typed what will go along, and leaves out what was removed', async () => {
      isStaged('a.ts', 'b.ts');
      chat.noteDraft('/commit ');
      await until(chat.onDidChange, () => chips().length === 2);
      await chat.handlers.removeContext({ id: chat.state.context.chips[0]?.id ?? '' });
      assert.deepEqual(chips(), ['b.ts']);
      const answer = await ask('/commit');
      assert.doesNotMatch(printed(answer.request.pieces), /a\.ts/u);
      isStaged('a.ts', 'b.ts');
      chat.noteDraft('/commit ');
      await until(chat.onDidChange, () => chips().length === 2);
    });

    it('asks no model where nothing is staged, says so, and looks again when it is tried again', async () => {
      staged = { kind: 'nothing', message: 'Nothing is staged.' };
      chat.noteDraft('/commit ');
      await until(chat.onDidChange, () => chat.state.context.cuts.length === 1);
      assert.deepEqual(chat.state.context.cuts, ['Nothing is staged.']);
      await chat.ask('/commit');
      const { id, answer } = chat.state.turns[0] ?? assert.fail();
      assert.deepEqual(answer, {
        kind: 'failed',
        text: '',
        message: 'Nothing is staged.',
        isUnasked: true,
      });
      assert.equal(engine.answers.length, 0);
      await chat.handlers.regenerate({ turnId: id });
      assert.deepEqual([chat.state.turns[0]?.answer.kind, engine.answers.length], ['failed', 0]);
      isStaged('a.ts');
      void chat.handlers.regenerate({ turnId: id });
      await until(chat.onDidChange, () => engine.answers.length === 1);
      assert.match(printed(engine.answers[0]?.request.pieces ?? []), /\+in a\.ts/u);
    });

    it('takes what is staged also for a question that was changed into it, and keeps it then', async () => {
      const first = await ask('One?');
      first.end();
      await ended();
      const turnId = chat.state.turns[0]?.id ?? '';
      isStaged('a.ts');
      void chat.handlers.edit({ turnId, text: '/commit' });
      await until(chat.onDidChange, () => engine.answers.length === 2);
      isStaged('other.ts');
      void chat.handlers.edit({ turnId, text: '/commit shorter' });
      await until(chat.onDidChange, () => engine.answers.length === 3);
      assert.match(printed(engine.answers[2]?.request.pieces ?? []), /\+in a\.ts[^]*shorter/u);
    });

    it('gives the question back where the user chose none of several repositories', async () => {
      const reply = new Promise((resolve) => {
        chat.onDidReply(resolve);
      });
      await chat.ask('/commit');
      assert.deepEqual(await reply, { kind: 'compose', text: '/commit' });
      assert.deepEqual(chat.state.turns, []);
    });
  });

  it('counts the question that is being written', async () => {
    chat.refresh();
    await until(chat.onDidChange, () => chat.state.context.limitTokens > 0);
    const { usedTokens } = chat.state.context;
    chat.noteDraft('five more words of question');
    await until(chat.onDidChange, () => chat.state.context.usedTokens > usedTokens);
    assert.equal(chat.state.context.usedTokens, usedTokens + 5);
  });
});
