import { asContextAllows } from '../asContextAllows.ts';
import { ChatFailure, type ChatEngine, type ChatModel } from '../chatEngine.ts';
import { type ContextItem, type Cut, type Interruption } from '../conversation.ts';
import { chooseFormat } from '../formats/chooseFormat.ts';
import { type FormatId, type PromptFormat } from '../formats/promptFormat.ts';
import { MAX_CHARACTERS_PER_TOKEN } from '../shortenContext.ts';
import { generateWatched } from '../repetition/generateWatched.ts';
import { prepareAnswer, type PreparedAnswer } from '../prepareAnswer.ts';

/** A question of a command: asked once, outside any conversation. */
export interface OneQuestion {
  /** Of this run alone: a newer request of the same id takes an older one's place. */
  readonly id: string;
  readonly question: string;
  readonly context: readonly ContextItem[];
  /** The way in which the user wants models to be asked, where this one can be; undefined for its own. */
  readonly preferredFormat: FormatId | undefined;
  /** Whether the answer takes the place of the first item, which then has to be read whole. */
  readonly replacesFirst?: boolean;
  /** Tokens after which an answer that was to be short is cut. */
  readonly maxAnswerTokens?: number;
  /** How long the model may read what nobody has chosen by hand; what is more than that is cut like any other. */
  readonly maxReadingSeconds?: number;
}

/** What became of it. */
export type Reply =
  | {
      readonly kind: 'answered';
      readonly text: string;
      /** Whether it was ended before its end: by the limit of tokens, or because the model repeated itself. */
      readonly isCut: boolean;
      /** Whether the model repeated itself; what it repeated is there once. */
      readonly isRepeating: boolean;
      /** What of the context did not fit. */
      readonly cuts: readonly Cut[];
      readonly skill: PromptFormat['skill'];
    }
  /** Nobody wants it any longer. */
  | { readonly kind: 'stopped' }
  /** The model was never trained for this. */
  | { readonly kind: 'tooSmall'; readonly model: string; readonly skill: PromptFormat['skill'] }
  /** The code can't be read and written anew at once; about so many lines can. */
  | { readonly kind: 'codeTooLong'; readonly lines: number }
  | { readonly kind: 'tooLong'; readonly promptTokens: number; readonly budgetTokens: number }
  | { readonly kind: 'interrupted'; readonly reason: Interruption }
  /** `message` is a sentence for the person who asked. */
  | { readonly kind: 'failed'; readonly message: string };

/** Every reply that is no answer. */
export type Failure = Exclude<Reply, { readonly kind: 'answered' }>;

/** Where an answer goes while it is written. */
export interface ReplyListener {
  /** The model begins to read. Not called when there is nothing to wait for. */
  onStart?(): void | PromiseLike<void>;
  /** Gets the whole text so far. */
  onText?(text: string): void;
}

/** Rewritten code may be longer than what it replaces. */
const GROWTH = 1.25;
/** For words around the code. */
const CHATTER_TOKENS = 64;
/** However slow a machine is: less is not worth asking about. */
const FEWEST_READ_TOKENS = 2048;

/** Asks a model; tells what became of it, whatever happened. */
export async function askOnce(
  engine: ChatEngine,
  asked: OneQuestion,
  signal: AbortSignal,
  listener: ReplyListener,
): Promise<Reply> {
  try {
    const once = startedOnce(listener);
    return await asContextAllows(() => ask(engine, asked, signal, once));
  } catch (error) {
    if (signal.aborted) {
      return { kind: 'stopped' };
    }
    return error instanceof ChatFailure ? replyOfFailure(error) : { kind: 'failed', message: String(error) };
  }
}

/** However often the model is asked, whoever asked opens one view of the answer. */
function startedOnce(listener: ReplyListener): ReplyListener {
  let started: Promise<void> | undefined;
  return {
    onStart: () => (started ??= Promise.resolve(listener.onStart?.())),
    onText: (text) => listener.onText?.(text),
  };
}

async function ask(
  engine: ChatEngine,
  asked: OneQuestion,
  signal: AbortSignal,
  listener: ReplyListener,
): Promise<Reply> {
  // A large model loads for a while; whoever cancels does not wait for it.
  const model = await orAborted(engine.model(), signal);
  const prepared = await prepare(engine, { ...model, contextTokens: affordableTokens(model, asked) }, asked);
  signal.throwIfAborted();
  if (prepared.kind !== 'ready') {
    return prepared;
  }
  await listener.onStart?.();
  signal.throwIfAborted();
  const { format, pieces, answerTokens, cuts } = prepared;
  let text = '';
  const { endedBy } = await generateWatched(
    engine,
    {
      conversationId: asked.id,
      pieces,
      maxTokens: Math.min(answerTokens, asked.maxAnswerTokens ?? answerTokens),
      stop: format.stop,
      temperature: 0,
      repetitionPenalty: format.repetitionPenalty,
    },
    signal,
    {
      onText: (chunk) => {
        text += chunk.text;
        listener.onText?.(text);
      },
      onCut: (whole) => {
        text = whole;
        listener.onText?.(text);
      },
    },
  );
  if (endedBy === 'aborted' || signal.aborted) {
    return { kind: 'stopped' };
  }
  const isRepeating = endedBy === 'repetition';
  return {
    kind: 'answered',
    text,
    isCut: isRepeating || endedBy === 'limit',
    isRepeating,
    cuts,
    skill: format.skill,
  };
}

function affordableTokens(
  { contextTokens, readingSpeed }: ChatModel,
  { maxReadingSeconds }: OneQuestion,
): number {
  if (readingSpeed === undefined || maxReadingSeconds === undefined) {
    return contextTokens;
  }
  return Math.min(contextTokens, Math.max(FEWEST_READ_TOKENS, Math.floor(readingSpeed * maxReadingSeconds)));
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(new ChatFailure({ kind: 'stopped' }));
    };
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}

type Ready = Extract<PreparedAnswer, { readonly kind: 'ready' }>;

async function prepare(
  engine: ChatEngine,
  model: ChatModel,
  { question, context, preferredFormat, replacesFirst = false }: OneQuestion,
): Promise<Ready | Failure> {
  const [first] = context;
  // A model of single sentences writes a comment beside the code, which stays as it is.
  const replaced =
    replacesFirst && chooseFormat(model, preferredFormat).skill === 'conversation' ? first : undefined;
  const codeTokens = replaced === undefined ? 0 : await countCode(engine, model, replaced.text);
  const tooLong: Failure = { kind: 'codeTooLong', lines: fittingLines(first, codeTokens, model) };
  if (codeTokens > model.contextTokens) {
    return tooLong;
  }
  const prepared = await prepareAnswer(engine, model, {
    earlier: [],
    turn: { question, context },
    answerSoFar: '',
    userPrompts: [],
    preferredFormat,
    wantedTokens: codeTokens === 0 ? 0 : Math.ceil(codeTokens * GROWTH) + CHATTER_TOKENS,
  });
  if (prepared.kind === 'tooSmall') {
    return { ...prepared, model: model.name };
  }
  return replaced === undefined || isWhole(prepared, replaced, codeTokens) ? prepared : tooLong;
}

/** Code of 10,000 lines is not tokenised only to learn that it is too long. */
async function countCode(engine: ChatEngine, { contextTokens }: ChatModel, code: string): Promise<number> {
  if (code.length > contextTokens * MAX_CHARACTERS_PER_TOKEN) {
    return Math.ceil(code.length / MAX_CHARACTERS_PER_TOKEN);
  }
  const [tokens = 0] = await engine.countTokens([code]);
  return tokens;
}

/** Whether the model reads all of the code that it is to replace, and has room to write as much. */
function isWhole(prepared: PreparedAnswer, { label }: ContextItem, codeTokens: number): boolean {
  return (
    prepared.kind === 'ready' &&
    codeTokens <= prepared.answerTokens &&
    !prepared.cuts.some(
      (cut) => (cut.kind === 'itemDropped' || cut.kind === 'itemShortened') && cut.label === label,
    )
  );
}

/** Lines that could be read and written: somewhat less than half of the context. */
function fittingLines(
  code: ContextItem | undefined,
  codeTokens: number,
  { contextTokens }: ChatModel,
): number {
  const lines = code?.text.split('\n').length ?? 0;
  const share = contextTokens / (2 * GROWTH) / Math.max(1, codeTokens);
  return Math.max(1, Math.floor(lines * Math.min(1, share)));
}

/** An engine’s failure as what became of a question. */
export function replyOfFailure({ end }: ChatFailure): Failure {
  switch (end.kind) {
    case 'failed':
    case 'interrupted':
    case 'stopped':
      return end;
    case 'done':
    case 'cut':
    case 'repeated':
      return { kind: 'stopped' };
  }
}
