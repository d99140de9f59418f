import { answerTurn, type AskedTurn } from './answerTurn.ts';
import { type ChatEngine } from './chatEngine.ts';
import {
  appendChunk,
  continueAnswer,
  edit,
  endAnswer,
  noteFigures,
  regenerate,
  rename,
  replaceText,
  runningTurn,
  send,
  type Conversation,
  type Turn,
} from './conversation.ts';

/** What a session takes from its surroundings. */
export interface ChatSessionOptions {
  readonly engine: ChatEngine;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The user's choices, read anew for each turn. */
  readonly choices: () => Pick<AskedTurn, 'preferredFormat' | 'userPrompts'>;
  readonly describeTooLong: AskedTurn['describeTooLong'];
  readonly describeTooSmall: AskedTurn['describeTooSmall'];
  /** Called after every change. `text`: the running answer has grown; `turns`: anything else. */
  readonly onChange: (conversation: Conversation, what: 'text' | 'turns') => void;
}

/** One conversation and its running answer, of which there is one at most. It outlives the page that shows it. */
export class ChatSession {
  #conversation: Conversation;
  #run: AbortController | undefined;

  constructor(
    conversation: Conversation,
    private readonly options: ChatSessionOptions,
  ) {
    this.#conversation = conversation;
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  get isAnswering(): boolean {
    return this.#run !== undefined;
  }

  /**
   * Asks a question; settles when its answer has ended. An answer that still runs is stopped. `refusal`: why no model is
   * asked, as a sentence, which is the answer then.
   */
  async send(turn: Pick<Turn, 'id' | 'question' | 'context'>, refusal?: string): Promise<void> {
    this.stop();
    this.#change(send(this.#conversation, turn, this.options.now()));
    await this.#answerOrRefuse(turn.id, refusal);
  }

  /** Asks once more, for another answer than the last one. */
  async regenerate(turnId: string): Promise<void> {
    this.stop();
    const isVariation = this.#conversation.turns.some(
      ({ id, answer }) => id === turnId && answer.kind !== 'failed' && answer.kind !== 'interrupted',
    );
    this.#change(regenerate(this.#conversation, turnId, this.options.now()));
    await this.#answer(turnId, isVariation);
  }

  /** Puts another question in a sent one's place and asks it, or refuses it as `send` does. */
  async edit(turnId: string, changed: Pick<Turn, 'question' | 'context'>, refusal?: string): Promise<void> {
    this.stop();
    this.#change(edit(this.#conversation, turnId, changed, this.options.now()));
    await this.#answerOrRefuse(turnId, refusal);
  }

  /** Lets an answer that ended too early run on. One that repeated itself would do so again, were nothing left to chance. */
  async continue(turnId: string): Promise<void> {
    this.stop();
    const hasRepeated = this.#conversation.turns.some(
      ({ id, answer }) => id === turnId && answer.kind === 'repeated',
    );
    this.#change(continueAnswer(this.#conversation, turnId, this.options.now()));
    await this.#answer(turnId, hasRepeated);
  }

  /** Ends the running answer at once; what there is of it stays. */
  stop(): void {
    const run = this.#run;
    const turn = runningTurn(this.#conversation);
    this.#run = undefined;
    run?.abort();
    if (turn !== undefined) {
      this.#change(endAnswer(this.#conversation, turn.id, { kind: 'stopped' }, this.options.now()));
    }
  }

  rename(title: string): void {
    this.#change(rename(this.#conversation, title));
  }

  async #answerOrRefuse(turnId: string, refusal: string | undefined): Promise<void> {
    if (refusal === undefined) {
      await this.#answer(turnId);
      return;
    }
    const end = { kind: 'failed', message: refusal, isUnasked: true } as const;
    this.#change(endAnswer(this.#conversation, turnId, end, this.options.now()));
  }

  async #answer(turnId: string, isVariation = false): Promise<void> {
    const { turns, id: conversationId } = this.#conversation;
    const turn = runningTurn(this.#conversation);
    if (turn?.id !== turnId) {
      return; // there is no such turn
    }
    const run = new AbortController();
    this.#run = run;
    const end = await answerTurn(
      this.options.engine,
      {
        conversationId,
        earlier: turns.slice(0, -1),
        turn,
        isVariation,
        describeTooLong: this.options.describeTooLong,
        describeTooSmall: this.options.describeTooSmall,
        ...this.options.choices(),
      },
      run.signal,
      {
        onText: (chunk) => {
          this.#changeDuring(run, (conversation) => appendChunk(conversation, turnId, chunk), 'text');
        },
        onCut: (text) => {
          this.#changeDuring(run, (conversation) => replaceText(conversation, turnId, text), 'turns');
        },
        onFigures: (figures) => {
          this.#changeDuring(run, (conversation) => noteFigures(conversation, turnId, figures), 'turns');
        },
      },
    );
    this.#changeDuring(
      run,
      (conversation) => {
        this.#run = undefined;
        return endAnswer(conversation, turnId, end, this.options.now());
      },
      'turns',
    );
  }

  /** What a stopped answer still brings is none of the conversation's. */
  #changeDuring(
    run: AbortController,
    change: (conversation: Conversation) => Conversation,
    what: 'text' | 'turns',
  ): void {
    if (this.#run === run) {
      this.#change(change(this.#conversation), what);
    }
  }

  #change(conversation: Conversation, what: 'text' | 'turns' = 'turns'): void {
    this.#conversation = conversation;
    this.options.onChange(conversation, what);
  }
}
