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
import { promptsFromSetting } from '../../core/chat/userPrompts.ts';
import { type ChatState, type ModelView } from '../../webview/chatProtocol.ts';
import {
  type AnswerChunk,
  type ChatHandlers,
  type ChatReply,
  type ChatViewModel,
} from '../../webview/chatViewModel.ts';
import { type ProposedEdits } from '../proposedEdits.ts';
import { chatPrompts } from '../settings.ts';
import { describeTooLong, describeTooSmall } from './chatLimits.ts';
import { chatHandlers } from './chatHandlers.ts';
import { historyRows, turnViews, viewKind } from './chatView.ts';
import { type ContextPicker } from './contextPicker.ts';
import { type DraftContext } from './draftContext.ts';
import { slashSuggestions } from './slashSuggestions.ts';

/** About as many characters stand in a token of code; a prompt is counted by the engine when it is sent. */
const CHARACTERS_PER_TOKEN = 3;
const SAFETY_NOTE_CLOSED = 'openelm.chat.safetyNoteClosed';

export interface ChatDependencies {
  readonly engine: ChatEngine;
  readonly store: ConversationStore;
  readonly draft: DraftContext;
  readonly picker: ContextPicker;
  readonly edits: ProposedEdits;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  /** The model that answers, as the page shows it. */
  readonly model: () => ModelView;
  /** Tokens of the model's context less the reserve for an answer; 0 while no model is loaded. */
  readonly limitTokens: () => number;
}

/** The chat behind its page: the conversation that is shown, those that still answer, and what goes with a question. */
export class ChatController implements ChatViewModel, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #streamed = new vscode.EventEmitter<AnswerChunk>();
  readonly #replied = new vscode.EventEmitter<ChatReply>();
  readonly onDidChange = this.#changed.event;
  readonly onDidStream = this.#streamed.event;
  readonly onDidReply = this.#replied.event;
  readonly handlers: ChatHandlers;
  /** The conversation that is shown, and those whose answer still runs. */
  readonly #sessions = new Map<string, ChatSession>();
  readonly #subscription: vscode.Disposable;
  #shown: ChatSession;
  #history: readonly ConversationSummary[] = [];
  #draftText = '';

  constructor(readonly dependencies: ChatDependencies) {
    this.handlers = chatHandlers(this);
    this.#shown = this.#sessionOf(newConversation(randomUUID(), Date.now()));
    this.#subscription = dependencies.draft.onDidChange(() => {
      this.refresh();
    });
  }

  get state(): ChatState {
    const { draft, memory, model } = this.dependencies;
    const { conversation } = this.#shown;
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
          tokens: tokensOf(item.text),
        })),
        usedTokens: this.#usedTokens(conversation),
        limitTokens: this.dependencies.limitTokens(),
        cuts: [],
      },
      model: model(),
      slashCommands: slashSuggestions(promptsFromSetting(chatPrompts())),
      showSafetyNote: memory.get(SAFETY_NOTE_CLOSED) !== true,
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
    this.#changed.fire();
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
    const { command } = parseQuestion(question);
    if (command?.kind === 'action') {
      if (command.name === 'clear') {
        this.startNew();
      } else {
        this.reply({ kind: 'compose', text: '/' });
      }
      return;
    }
    const context = items ?? this.dependencies.draft.items.map(({ item }) => item);
    this.#draftText = '';
    this.dependencies.draft.clear();
    await this.#shown.send({ id: randomUUID(), question, context });
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

  /** The turn of the conversation that is shown. */
  turn(turnId: string): Turn | undefined {
    return this.#shown.conversation.turns.find(({ id }) => id === turnId);
  }

  noteDraft(text: string): void {
    this.#draftText = text;
  }

  async closeSafetyNote(): Promise<void> {
    await this.dependencies.memory.update(SAFETY_NOTE_CLOSED, true);
    this.refresh();
  }

  dispose(): void {
    for (const session of this.#sessions.values()) {
      session.stop();
    }
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#streamed.dispose();
    this.#replied.dispose();
  }

  #sessionOf(conversation: Conversation): ChatSession {
    const { engine } = this.dependencies;
    const session: ChatSession = new ChatSession(conversation, {
      engine,
      now: () => Date.now(),
      choices: () => ({ userPrompts: promptsFromSetting(chatPrompts()) }),
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
      const last = conversation.turns.at(-1);
      if (isShown && last !== undefined) {
        this.#stream(last);
      }
      return;
    }
    this.#streamedText.delete(conversation.id);
    void this.#save(conversation);
    if (isShown) {
      this.refresh();
    } else if (!session.isAnswering) {
      this.#forgetIdle(conversation.id);
    }
  }

  /** Length of the running answer that the page has, by conversation. */
  readonly #streamedText = new Map<string, number>();

  #stream({ id, answer }: Turn): void {
    const conversationId = this.#shown.conversation.id;
    const offset = this.#streamedText.get(conversationId) ?? 0;
    if (offset === 0) {
      // The first words change the state (reading → writing); later ones are only added.
      this.#streamedText.set(conversationId, answer.text.length);
      this.refresh();
      return;
    }
    this.#streamedText.set(conversationId, answer.text.length);
    this.#streamed.fire({ turnId: id, offset, text: answer.text.slice(offset) });
  }

  async #save(conversation: Conversation): Promise<void> {
    if (conversation.turns.length > 0) {
      await this.dependencies.store.save(conversation);
      await this.readHistory();
    }
  }

  #show(session: ChatSession): void {
    this.#shown = session;
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

  #usedTokens({ turns }: Conversation): number {
    const texts = [
      this.#draftText,
      ...this.dependencies.draft.items.map(({ item }) => item.text),
      ...turns.flatMap(({ question, answer }) => [question, answer.text]),
    ];
    return texts.reduce((sum, text) => sum + tokensOf(text), 0);
  }
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
