import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { ChatSession } from '../../core/chat/chatSession.ts';
import { type ChatEngine } from '../../core/chat/chatEngine.ts';
import {
  newConversation,
  type ContextItem,
  type Conversation,
  type Turn,
} from '../../core/chat/conversation.ts';
import { type ConversationStore, type ConversationSummary } from '../../core/chat/conversationStore.ts';
import { parseQuestion } from '../../core/chat/slashCommands.ts';
import { type ChatState, type ModelView } from '../../webview/chatProtocol.ts';
import { type ChatHandlers, type ChatReply, type ChatViewModel } from '../../webview/chatViewModel.ts';
import { type ProposedEdits } from '../proposedEdits.ts';
import { preferredPromptFormat } from '../settings.ts';
import { type AnsweringModel } from './answeringModel.ts';
import { AnswerStream } from './answerStream.ts';
import { describeTooLong, describeTooSmall } from './chatLimits.ts';
import { chatHandlers } from './chatHandlers.ts';
import { historyRows, turnViews, viewKind } from './chatView.ts';
import { ContextMeter } from './contextMeter.ts';
import { type ContextPicker } from './contextPicker.ts';
import { type DraftContext } from './draftContext.ts';
import { lacksStaged } from './lacksStaged.ts';
import { offeredCommands, slashSuggestions } from './slashSuggestions.ts';
import { type ThemeColors } from './themeColors.ts';
import { type UserPrompts } from './userPrompts.ts';

const SAFETY_NOTE_CLOSED = 'openelm.chat.safetyNoteClosed';

export interface ChatDependencies {
  readonly engine: ChatEngine;
  readonly store: ConversationStore;
  readonly draft: DraftContext;
  readonly picker: ContextPicker;
  readonly edits: ProposedEdits;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly model: AnsweringModel;
  readonly prompts: UserPrompts;
  readonly theme: ThemeColors;
  /** The model that answers, as the page shows it. */
  readonly modelView: () => ModelView;
  /** Whether someone sees the page: nothing is counted for nobody. */
  readonly isShown: () => boolean;
}

/** The chat behind its page: the conversation that is shown, those that still answer, and what goes with a question. */
export class ChatController implements ChatViewModel, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #stream = new AnswerStream();
  readonly #replied = new vscode.EventEmitter<ChatReply>();
  readonly onDidChange = this.#changed.event;
  readonly onDidStream = this.#stream.onDidStream;
  readonly onDidReply = this.#replied.event;
  readonly handlers: ChatHandlers;
  /** The conversation that is shown, and those whose answer still runs. */
  readonly #sessions = new Map<string, ChatSession>();
  readonly #meter: ContextMeter;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #shown: ChatSession;
  #history: readonly ConversationSummary[] = [];
  #draftText = '';

  constructor(readonly dependencies: ChatDependencies) {
    this.handlers = chatHandlers(this);
    this.#shown = this.#sessionOf(newConversation(randomUUID(), Date.now()));
    const { draft, model, prompts, theme, engine } = dependencies;
    this.#meter = new ContextMeter(
      model,
      (texts) => engine.countTokens(texts),
      () => ({
        earlier: this.#shown.conversation.turns,
        turn: { question: this.#draftText, context: draft.items.map(({ item }) => item) },
        userPrompts: prompts.current,
      }),
      (cause) => {
        this.onError('meter', cause);
      },
    );
    const refresh = (): void => {
      this.refresh();
    };
    const measure = (): void => {
      this.#measureSoon();
      this.refresh();
    };
    this.#subscriptions = [
      this.#meter,
      this.#meter.onDidChange(refresh),
      theme.onDidChange(refresh),
      model.onDidChange(measure),
      draft.onDidChange(measure),
      prompts.onDidChange(measure),
    ];
  }

  get state(): ChatState {
    const { draft, memory, modelView, prompts, theme, model } = this.dependencies;
    const { conversation } = this.#shown;
    const slashCommands = slashSuggestions(prompts.current);
    return {
      conversationId: conversation.id,
      title: conversation.title,
      turns: turnViews(conversation),
      conversations: historyRows(this.#history, Date.now(), vscode.env.language),
      context: {
        chips: draft.items.map(({ id, item }) => ({
          id,
          kind: viewKind(item.kind),
          label: item.label,
          title: item.path ?? item.label,
          tokens: this.#meter.tokensOf(item),
        })),
        ...this.#meter.view,
        cuts: [...this.#meter.view.cuts, ...draft.notices],
      },
      model: modelView(),
      slashCommands,
      offers: offeredCommands(slashCommands, model.format?.skill ?? 'conversation'),
      showSafetyNote: memory.get(SAFETY_NOTE_CLOSED) !== true,
      ...(theme.current === undefined ? {} : { theme: theme.current }),
    };
  }

  get shown(): ChatSession {
    return this.#shown;
  }

  onError(action: string, cause: unknown): void {
    this.dependencies.log.error(`Chat, ${action}: ${String(cause)}`);
  }

  /** Tells the page that something changed. */
  refresh(): void {
    this.dependencies.model.look();
    this.#changed.fire();
  }

  onShown(): void {
    this.#measureSoon();
  }

  reply(reply: ChatReply): void {
    this.#replied.fire(reply);
  }

  /** Reads the history anew. */
  async readHistory(): Promise<void> {
    this.#history = await this.dependencies.store.list();
    this.refresh();
  }

  /** Asks in the conversation that is shown; `items` go with the question instead of what the bar shows. */
  async ask(question: string, items?: readonly ContextItem[]): Promise<void> {
    const { command } = parseQuestion(question, this.dependencies.prompts.current);
    if (command?.kind === 'action') {
      if (command.name === 'clear') {
        this.startNew();
      } else {
        this.reply({ kind: 'compose', text: '/' });
      }
      return;
    }
    const session = this.#shown;
    const taken = items === undefined ? await this.dependencies.draft.take(question) : { items };
    // Meanwhile the user may have turned to another conversation, which this question is not for.
    if (taken === undefined || session !== this.#shown) {
      this.reply({ kind: 'compose', text: question });
      return;
    }
    this.#draftText = '';
    this.dependencies.draft.clear();
    await session.send({ id: randomUUID(), question, context: taken.items }, taken.refusal);
  }

  /** Asks a sent question once more, for another answer. One that had nothing to be about is looked at anew. */
  async regenerate(turnId: string): Promise<void> {
    const turn = this.turn(turnId);
    if (turn !== undefined && lacksStaged(turn.question, turn.context)) {
      await this.edit(turnId, turn.question);
    } else {
      await this.#shown.regenerate(turnId);
    }
  }

  /** Puts another question in a sent one's place; its context stays, unless the new question is about another. */
  async edit(turnId: string, question: string): Promise<void> {
    const turn = this.turn(turnId);
    if (turn === undefined) {
      return;
    }
    const { context } = turn;
    const session = this.#shown;
    const taken = lacksStaged(question, context)
      ? await this.dependencies.draft.takeStaged()
      : { items: context };
    if (taken !== undefined && session === this.#shown) {
      await session.edit(turnId, { question, context: taken.items }, taken.refusal);
    }
  }

  startNew(): void {
    this.#leave();
    this.#show(this.#sessionOf(newConversation(randomUUID(), Date.now())));
  }

  async open(id: string): Promise<void> {
    const running = this.#sessions.get(id);
    const conversation = running?.conversation ?? (await this.dependencies.store.load(id));
    if (conversation !== undefined) {
      this.#leave();
      this.#show(running ?? this.#sessionOf(conversation));
    }
  }

  async rename(id: string, title: string): Promise<void> {
    const { store } = this.dependencies;
    const open = this.#sessions.get(id);
    const conversation = open?.conversation ?? (await store.load(id));
    if (conversation !== undefined) {
      (open ?? this.#sessionOf(conversation)).rename(title);
      this.#forgetIdle(id);
    }
    await this.readHistory();
  }

  async delete(id: string): Promise<void> {
    this.#sessions.get(id)?.stop();
    this.#sessions.delete(id);
    await this.dependencies.store.delete(id);
    if (this.#shown.conversation.id === id) {
      this.#show(this.#sessionOf(newConversation(randomUUID(), Date.now())));
    }
    await this.readHistory();
  }

  /** Ends every answer and shows a new conversation; none of the others is written again. Their files are the caller's. */
  async forgetAll(): Promise<void> {
    const ids = [...this.#sessions.keys()];
    this.#stopAll();
    this.dependencies.draft.clear();
    this.startNew();
    await this.dependencies.store.forgetAll(ids);
  }

  /** The turn of the conversation that is shown. */
  turn(turnId: string): Turn | undefined {
    return this.#shown.conversation.turns.find(({ id }) => id === turnId);
  }

  noteDraft(text: string): void {
    if (text.startsWith('/') && !this.#draftText.startsWith('/')) {
      this.dependencies.prompts.refresh();
    }
    this.#draftText = text;
    this.dependencies.draft.noteQuestion(text);
    this.#measureSoon();
  }

  async closeSafetyNote(): Promise<void> {
    await this.dependencies.memory.update(SAFETY_NOTE_CLOSED, true);
    this.refresh();
  }

  dispose(): void {
    this.#stopAll();
    vscode.Disposable.from(...this.#subscriptions, this.#changed, this.#stream, this.#replied).dispose();
  }

  #stopAll(): void {
    for (const session of this.#sessions.values()) {
      session.stop();
    }
    this.#sessions.clear();
  }

  #sessionOf(conversation: Conversation): ChatSession {
    const { engine, prompts } = this.dependencies;
    const session: ChatSession = new ChatSession(conversation, {
      engine,
      now: () => Date.now(),
      choices: () => ({ userPrompts: prompts.current, preferredFormat: preferredPromptFormat() }),
      describeTooLong,
      describeTooSmall,
      onChange: (changed, what) => {
        this.#follow(session, changed, what);
      },
    });
    this.#sessions.set(conversation.id, session);
    return session;
  }

  #follow(session: ChatSession, conversation: Conversation, what: 'text' | 'turns'): void {
    const { store } = this.dependencies;
    const isShown = session === this.#shown;
    if (what === 'text') {
      store.saveSoon(conversation);
      // The first words change the state (reading → writing); later ones are only added.
      if (isShown && !this.#stream.write(conversation)) {
        this.refresh();
      }
      return;
    }
    this.#stream.restart(conversation.id);
    void this.#save(conversation);
    if (isShown) {
      this.#measureSoon();
      this.refresh();
    } else if (!session.isAnswering) {
      this.#forgetIdle(conversation.id);
    }
  }

  #measureSoon(): void {
    if (this.dependencies.isShown()) {
      this.#meter.measureSoon();
    }
  }

  async #save(conversation: Conversation): Promise<void> {
    if (conversation.turns.length > 0) {
      await this.dependencies.store.save(conversation);
      await this.readHistory();
    }
  }

  #show(session: ChatSession): void {
    this.#shown = session;
    this.#measureSoon();
    this.refresh();
  }

  /** A running answer goes on unseen; what is idle is on disk. */
  #leave(): void {
    this.#forgetIdle(this.#shown.conversation.id);
  }

  #forgetIdle(id: string): void {
    if (this.#sessions.get(id)?.isAnswering === false && this.#shown.conversation.id !== id) {
      this.#sessions.delete(id);
    }
  }
}
