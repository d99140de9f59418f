/** What a person put beside a question. */
export type ContextKind = 'selection' | 'file' | 'symbol' | 'problems' | 'terminal' | 'diff';

/** Text beside a question, as it was when it was sent. */
export interface ContextItem {
  readonly kind: ContextKind;
  /** What the chip shows, such as `lru.ts:10–24`. */
  readonly label: string;
  /** Relative to the workspace. */
  readonly path?: string | undefined;
  readonly languageId?: string | undefined;
  readonly text: string;
  /** Line of `text`, from 0, around which it matters most: where the cursor or the problem is. */
  readonly focusLine?: number | undefined;
  /** Where `text` is a part of something longer: the number of its first line there, from 0, and how many there are. */
  readonly partOf?: { readonly firstLine: number; readonly lines: number } | undefined;
}

/** What was left out of a prompt because it did not fit; lines count from 0, the last one included. */
export type Cut =
  | { readonly kind: 'itemDropped'; readonly label: string }
  | {
      readonly kind: 'itemShortened';
      readonly label: string;
      readonly firstLine: number;
      readonly lastLine: number;
      readonly lines: number;
    }
  /** So many of the oldest turns. */
  | { readonly kind: 'turnsDropped'; readonly turns: number }
  /** What stood beside so many earlier questions, which themselves are in. */
  | { readonly kind: 'earlierContextDropped'; readonly turns: number };

/** What every answer has, however it ended. */
export interface AnswerFigures {
  readonly text: string;
  /** Name of the model. */
  readonly model: string;
  readonly promptTokens: number;
  readonly tokens: number;
  /** Of the decode alone; 0 until it is known. */
  readonly tokensPerSecond: number;
  /** What of the question's context and of the conversation did not fit. */
  readonly cuts: readonly Cut[];
}

/** Why an answer ended although nobody stopped it: its engine died, was given another model, or the editor ended. */
export type Interruption = 'engineEnded' | 'engineReplaced' | 'editorEnded';

/**
 * How an answer ended. `cut`: at the limit of tokens, perhaps in the middle of a word. `repeated`: the model began to
 * repeat itself and was stopped; what it repeated is there once.
 */
export type AnswerEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'interrupted'; readonly reason: Interruption }
  /** `message` is a sentence for the person who asked; `isUnasked`: no model was asked, so that none would help. */
  | { readonly kind: 'failed'; readonly message: string; readonly isUnasked?: true };

export type Answer = AnswerFigures & (AnswerEnd | { readonly kind: 'running' });

/** A question and its answer. */
export interface Turn {
  readonly id: string;
  /** As it was typed, a slash command included. */
  readonly question: string;
  readonly context: readonly ContextItem[];
  readonly answer: Answer;
}

export interface Conversation {
  readonly id: string;
  readonly title: string;
  /** Whether a person chose the title; else it follows the first question. */
  readonly isNamed: boolean;
  /** Milliseconds since 1970, as are all times here. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly turns: readonly Turn[];
}

const EMPTY_ANSWER: Answer = {
  kind: 'running',
  text: '',
  model: '',
  promptTokens: 0,
  tokens: 0,
  tokensPerSecond: 0,
  cuts: [],
};

const MAX_TITLE_CHARACTERS = 60;

export function newConversation(id: string, now: number): Conversation {
  return { id, title: '', isNamed: false, createdAt: now, updatedAt: now, turns: [] };
}

/** Adds a question; its answer is running from now on. */
export function send(
  conversation: Conversation,
  turn: Pick<Turn, 'id' | 'question' | 'context'>,
  now: number,
): Conversation {
  const turns = [...conversation.turns, { ...turn, answer: EMPTY_ANSWER }];
  return titled({ ...conversation, turns, updatedAt: now });
}

/** Adds text to the running answer; one that has ended stays as it is, so that nothing late gets in. */
export function appendChunk(
  conversation: Conversation,
  turnId: string,
  chunk: { readonly text: string; readonly tokens: number },
): Conversation {
  return changeAnswer(conversation, turnId, (answer) => ({
    ...answer,
    text: answer.text + chunk.text,
    tokens: answer.tokens + chunk.tokens,
  }));
}

/** Puts another text in the running answer's place. */
export function replaceText(conversation: Conversation, turnId: string, text: string): Conversation {
  return changeAnswer(conversation, turnId, (answer) => ({ ...answer, text }));
}

/** Notes what is known of the running answer besides its text. */
export function noteFigures(
  conversation: Conversation,
  turnId: string,
  figures: Partial<Omit<AnswerFigures, 'text'>>,
): Conversation {
  return changeAnswer(conversation, turnId, (answer) => ({ ...answer, ...figures }));
}

/** Ends the running answer. */
export function endAnswer(
  conversation: Conversation,
  turnId: string,
  end: AnswerEnd,
  now: number,
): Conversation {
  const ended = changeAnswer(conversation, turnId, (answer) => ({ ...figuresOf(answer), ...end }));
  return { ...ended, updatedAt: now };
}

/** Asks a question once more; what came after it is dropped, for it followed from the old answer. */
export function regenerate(conversation: Conversation, turnId: string, now: number): Conversation {
  return restartAt(conversation, turnId, now, (turn) => ({ ...turn, answer: EMPTY_ANSWER }));
}

/** Puts another question in a sent one's place; what came after it is dropped. */
export function edit(
  conversation: Conversation,
  turnId: string,
  changed: Pick<Turn, 'question' | 'context'>,
  now: number,
): Conversation {
  const { question, context } = changed;
  const edited = restartAt(conversation, turnId, now, ({ id }) => ({
    id,
    question,
    context,
    answer: EMPTY_ANSWER,
  }));
  return titled(edited);
}

/** Lets the last answer run on from where it was cut, stopped or interrupted, or began to repeat itself. */
export function continueAnswer(conversation: Conversation, turnId: string, now: number): Conversation {
  return restartAt(conversation, turnId, now, (turn) => ({
    ...turn,
    answer: { ...EMPTY_ANSWER, ...figuresOf(turn.answer), kind: 'running' },
  }));
}

/** Names a conversation; an empty name gives it back the title of its first question. */
export function rename(conversation: Conversation, title: string): Conversation {
  const name = oneLine(title);
  return name === ''
    ? titled({ ...conversation, isNamed: false })
    : { ...conversation, title: name, isNamed: true };
}

/** The turn whose answer is running, of which there is one at most: the last. */
export function runningTurn(conversation: Conversation): Turn | undefined {
  const last = conversation.turns.at(-1);
  return last?.answer.kind === 'running' ? last : undefined;
}

function figuresOf({ text, model, promptTokens, tokens, tokensPerSecond, cuts }: Answer): AnswerFigures {
  return { text, model, promptTokens, tokens, tokensPerSecond, cuts };
}

function changeAnswer(
  conversation: Conversation,
  turnId: string,
  change: (answer: Answer & { readonly kind: 'running' }) => Answer,
): Conversation {
  const turns = conversation.turns.map((turn) =>
    turn.id === turnId && turn.answer.kind === 'running'
      ? { ...turn, answer: change({ ...figuresOf(turn.answer), kind: 'running' }) }
      : turn,
  );
  return { ...conversation, turns };
}

/** Everything up to the turn, the turn itself changed. An unknown turn changes nothing. */
function restartAt(
  conversation: Conversation,
  turnId: string,
  now: number,
  change: (turn: Turn) => Turn,
): Conversation {
  const index = conversation.turns.findIndex(({ id }) => id === turnId);
  const turn = conversation.turns[index];
  if (turn === undefined) {
    return conversation;
  }
  return {
    ...conversation,
    turns: [...conversation.turns.slice(0, index), change(turn)],
    updatedAt: now,
  };
}

function titled(conversation: Conversation): Conversation {
  const [first] = conversation.turns;
  return conversation.isNamed || first === undefined
    ? conversation
    : { ...conversation, title: oneLine(first.question) };
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= MAX_TITLE_CHARACTERS) {
    return line;
  }
  // A pair of surrogates stays whole.
  const start = line.slice(0, MAX_TITLE_CHARACTERS - 1).replace(/[\uD800-\uDBFF]$/u, '');
  return `${start.trimEnd()}…`;
}
