import { type AnswerEnd } from './conversation.ts';
import { type TalkingModel } from './formats/chooseFormat.ts';
import { type PromptPiece } from './promptPiece.ts';

/** What a chat must know of the model that answers. */
export interface ChatModel extends TalkingModel {
  /** Tokens the model was trained to see at once, or fewer when memory is short. */
  readonly contextTokens: number;
  /** How fast it reads here, in tokens a second; undefined where that was not measured. */
  readonly readingSpeed?: number;
}

export interface ChatRequest {
  /** A newer request of the same conversation takes an older one's place. */
  readonly conversationId: string;
  readonly pieces: readonly PromptPiece[];
  readonly maxTokens: number;
  readonly stop: readonly string[];
  /** 0 is greedy. */
  readonly temperature: number;
  readonly repetitionPenalty: number;
  /** What the answer must be, as a GBNF grammar. */
  readonly grammar?: string;
}

export interface ChatResult {
  readonly promptTokens: number;
  /** Of the decode alone; 0 where too little was written to tell. */
  readonly tokensPerSecond: number;
  /** `limit`: at the most tokens that were asked for. `aborted`: by its signal, or by a newer request. */
  readonly endedBy: 'model' | 'limit' | 'aborted';
  /** Whether a stop text ended it: the model would have gone on. */
  readonly atStopText?: boolean;
}

/** The model behind a chat: the supervised engine process, or a scripted one in tests. Throws ChatFailure. */
export interface ChatEngine {
  /** Starts the model if it does not run. */
  model(): Promise<ChatModel>;
  countTokens(texts: readonly string[]): Promise<readonly number[]>;
  generate(
    request: ChatRequest,
    signal: AbortSignal,
    onText: (chunk: { readonly text: string; readonly tokens: number }) => void,
  ): Promise<ChatResult>;
}

/** An engine that can't answer, or not any longer; says how the answer ends by it. */
export class ChatFailure extends Error {
  override readonly name = 'ChatFailure';

  constructor(readonly end: AnswerEnd) {
    super(end.kind === 'failed' ? end.message : end.kind);
  }
}

/**
 * A model whose context could not grow to what `model()` had said, for want of memory. Nothing was written; `model()` tells
 * what there is from now on.
 */
export class ContextTooSmall extends ChatFailure {}
