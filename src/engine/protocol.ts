/**
 * The wire between the extension host and the engine process: every method with its parameters, its streamed
 * chunks and its result. Both ends import this file; nothing else crosses.
 */

import { type PromptPiece } from '../core/chat/promptPiece.ts';
import { type Prompt } from '../core/completion/prompt.ts';
import { type AdapterChoice } from '../models/adapters/adapterChoice.ts';

/**
 * What a model reads. Special tokens are placed by the engine, by id: text never turns into one. A prompt for a
 * completion is shortened to what fits; pieces, such as the turns of a chat, stand for a whole.
 */
export type EnginePrompt = Prompt | { readonly kind: 'pieces'; readonly pieces: readonly PromptPiece[] };

/** Raised whenever a message changes its meaning; the two ends refuse to talk across versions. */
export const PROTOCOL_VERSION = 10;

/** The compute layers of llama.cpp, best first where a machine offers several. */
export const BACKENDS = ['metal', 'cuda', 'vulkan', 'cpu'] as const;
export type Backend = (typeof BACKENDS)[number];

/** Names a loaded model in every later call; chosen by the caller. */
export type ModelHandle = string;

export interface HelloParams {
  readonly protocolVersion: number;
  readonly backend: Backend;
  /** Fixed number of CPU threads; absent: chosen and lowered by the engine. */
  readonly threads?: number | undefined;
}

export interface HelloResult {
  readonly protocolVersion: number;
  readonly processId: number;
  readonly backend: Backend;
  /** Names of the accelerators in use; empty on the CPU. */
  readonly devices: readonly string[];
  readonly threads: number;
  /** llama.cpp release the binaries were built from. */
  readonly runtime: string;
}

/** Memory that accelerators have for themselves, in bytes; what they share with the processor is no part of it. */
export interface DeviceMemory {
  readonly total: number;
  readonly free: number;
}

export interface PingResult {
  /** Milliseconds since the running job last moved on; absent when idle. */
  readonly stalledMs?: number | undefined;
  /** Resident memory of the engine process. */
  readonly residentBytes: number;
  readonly threads: number;
  /** Absent on the CPU, where all memory is shared, and where the driver does not tell. */
  readonly deviceMemory?: DeviceMemory | undefined;
  /** Milliseconds of processor time that the process has used, all threads together. */
  readonly cpuMs?: number | undefined;
}

export interface LoadModelParams {
  readonly handle: ModelHandle;
  readonly path: string;
  /**
   * Never above the trained context; absent: the trained context, for completions at most 2,048 tokens, for chats as much
   * as the machine has memory for.
   */
  readonly contextTokens?: number | undefined;
  /** `f32` and no flash attention are for comparing numbers; everything else uses `f16` with it. */
  readonly numerics?: 'fast' | 'exact' | undefined;
  /** Throws `adapterRejected` when it does not fit: a model is never run without the adapter that was asked for. */
  readonly adapter?: AdapterChoice | undefined;
}

export interface LoadProgress {
  /** 0 to 1. */
  readonly fraction: number;
}

/** What the engine knows of the adapter that a model is run with. */
export interface AdapterInfo extends AdapterChoice {
  readonly name: string;
  readonly rank: number;
  /** Matrices of the model that it changes. */
  readonly matrices: number;
}

/** What the engine knows of a loaded model. */
export interface ModelInfo {
  readonly handle: ModelHandle;
  readonly path: string;
  readonly adapter?: AdapterInfo | undefined;
  readonly name: string;
  readonly architecture: string;
  readonly parameters: number;
  readonly quantisation: string;
  readonly fileBytes: number;
  /** Of completions. */
  readonly contextTokens: number;
  /** Of chats: memory is taken as they fill it. */
  readonly chatContextTokens: number;
  readonly trainedContextTokens: number;
  readonly fillInTheMiddle: boolean;
  /** The Jinja template for conversations that the file brings, where it is of a reasonable size. */
  readonly chatTemplate?: string | undefined;
  /** A second one, for conversations in which tools are called. */
  readonly toolTemplate?: string | undefined;
  /** How the vocabulary writes the token that ends a text, such as `</s>`; a template asks for it. */
  readonly endOfText?: string | undefined;
  readonly gpuLayers: number;
  readonly loadMs: number;
  /** Tokens per second of the short evaluation that follows every load. */
  readonly prefillSpeed: number;
  readonly decodeSpeed: number;
}

/** `completion` goes before `chat`, always. */
export type Purpose = 'completion' | 'chat';

export interface GenerateParams {
  readonly handle: ModelHandle;
  readonly purpose: Purpose;
  /** A newer request of the same purpose and group supersedes an older one: the document's URI, or a chat's id. */
  readonly group: string;
  readonly prompt: EnginePrompt;
  readonly maxTokens: number;
  /**
   * Of a plain prompt, and of one whose suffix goes first, the last token before the cursor is taken back and written anew, as one that begins with its text: a cursor cuts
   * words where a tokenizer does not. The text of the answer begins behind it all the same.
   */
  readonly healsTokens?: boolean | undefined;
  /**
   * Texts that need not be in the prompt: what followed in them, where they say what the answer goes on from, counts
   * beside what the model thinks. The most probable token is written each time; what is said below of sampling is not
   * heeded then.
   */
  readonly copyFrom?: readonly string[] | undefined;
  /** With `copyFrom`: the answer begins with another token, so many likelier ones are passed over; absent: 0. */
  readonly alternative?: number | undefined;
  /**
   * With `copyFrom`: where a longer stretch of the text stands in one of them, what follows there is drafted, and the model
   * reads it at once to check it. The same is written but for the rounding of its numbers; whether sooner is up to the machine.
   */
  readonly drafts?: boolean | undefined;
  /** The prompt is read as for an answer of `maxTokens`, and none is written: a later request then finds it read. */
  readonly onlyReads?: boolean | undefined;
  /** What is read for it may be kept on the disk, where `reading/keep` has said where; completions alone. */
  readonly keeps?: boolean | undefined;
  /** 0 is greedy. */
  readonly temperature?: number | undefined;
  readonly seed?: number | undefined;
  /** Above 1: what was written already becomes less likely, by so much; absent or 1: nothing is changed. */
  readonly repetitionPenalty?: number | undefined;
  /** Generation ends before the first of these texts, or before the control token of that name. */
  readonly stop?: readonly string[] | undefined;
  /** A GBNF grammar with the rule `root` that the text follows from its beginning to its end. */
  readonly grammar?: string | undefined;
}

export interface GenerateChunk {
  /** Whole characters only. */
  readonly text: string;
  /** Tokens behind this text. */
  readonly tokens: number;
  /** Sum of the natural logarithms of those tokens' probabilities. */
  readonly logProbability: number;
}

/** Tokens of an answer that were found at once: those that a draft foresaw, and the first one that it did not. */
export interface DraftedTokens {
  /** How many tokens of the answer came before. */
  readonly firstToken: number;
  readonly tokens: number;
  readonly elapsedMs: number;
}

/** `aborted`: the caller cancelled, or a newer request took this one's place; the result holds what was there. */
export type StopReason = 'endOfText' | 'stopText' | 'maxTokens' | 'invalidText' | 'aborted';

export interface GenerateResult {
  readonly text: string;
  readonly stopReason: StopReason;
  readonly promptTokens: number;
  /** Prompt tokens that were in the KV cache already. */
  readonly reusedTokens: number;
  /** How many of the prompt's neighbours fitted; absent where it had none. */
  readonly neighbours?: number | undefined;
  readonly generatedTokens: number;
  /** Absent where nothing was drafted. */
  readonly drafts?: readonly DraftedTokens[] | undefined;
  /** Milliseconds from the start of the job, queueing included, to the first token; null when none came. */
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
  /** Measured over this process's life, in tokens per second; of tokens that were found by themselves. */
  readonly prefillSpeed: number;
  readonly decodeSpeed: number;
}

export interface ScoreParams {
  readonly handle: ModelHandle;
  readonly tokens: readonly number[];
}

export interface ScoreResult {
  /** One row per token: natural logarithm of the next token's probability, by token id. */
  readonly logProbabilities: readonly (readonly number[])[];
}

export interface ContinueParams {
  readonly handle: ModelHandle;
  readonly tokens: readonly number[];
  /** How many tokens to add. */
  readonly count: number;
}

export interface ContinueResult {
  /** The most probable token, each time, after all before it; also the one that ends a text. */
  readonly tokens: readonly number[];
}

export interface ScoreTextParams {
  readonly handle: ModelHandle;
  readonly text: string;
}

/** How well a model foresees a text. What begins a context is foreseen from nothing and left out. */
export interface ScoreTextResult {
  /** Tokens judged. */
  readonly tokens: number;
  /** UTF-8 bytes of the text behind them. */
  readonly bytes: number;
  /** Sum of the natural logarithms of the probabilities they had. */
  readonly logProbability: number;
  /** How many of them were the most probable. */
  readonly hits: number;
}

export interface CountTokensParams {
  readonly handle: ModelHandle;
  readonly texts: readonly string[];
}

export interface CountTokensResult {
  /** Tokens of each text, read as text. */
  readonly counts: readonly number[];
}

export interface TextPiecesParams {
  readonly handle: ModelHandle;
  readonly text: string;
}

/** What a token stands for; part of a character shows as U+FFFD. */
export interface TextPiece {
  readonly id: number;
  readonly text: string;
}

export interface TextPiecesResult {
  /** The tokens of the text, read as text, in order. */
  readonly pieces: readonly TextPiece[];
}

/** Where what is read of documents is kept, for engines to come. */
export interface KeepReadingParams {
  /** Holds nothing else; made, for the user alone, when it is needed. */
  readonly folder: string;
  readonly budgetBytes: number;
  /** Base64 of the bytes with which this installation seals its files. */
  readonly key: string;
}

/** Method name → parameters, streamed chunk, result. */
export interface EngineMethods {
  'engine/hello': { params: HelloParams; chunk: never; result: HelloResult };
  'engine/ping': { params: Record<string, never>; chunk: never; result: PingResult };
  'model/load': { params: LoadModelParams; chunk: LoadProgress; result: ModelInfo };
  'model/unload': { params: { readonly handle: ModelHandle }; chunk: never; result: null };
  'model/score': { params: ScoreParams; chunk: never; result: ScoreResult };
  'model/continue': { params: ContinueParams; chunk: never; result: ContinueResult };
  'text/score': { params: ScoreTextParams; chunk: never; result: ScoreTextResult };
  'text/tokens': { params: CountTokensParams; chunk: never; result: CountTokensResult };
  'text/pieces': { params: TextPiecesParams; chunk: never; result: TextPiecesResult };
  'reading/keep': { params: KeepReadingParams; chunk: never; result: null };
  /** Removes all that is kept. */
  'reading/forget': { params: Record<string, never>; chunk: never; result: null };
  'text/generate': { params: GenerateParams; chunk: GenerateChunk; result: GenerateResult };
}

export type EngineMethod = keyof EngineMethods;

/** Notification from the engine: a line of its log. */
export interface LogLine {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
}
export const LOG_NOTIFICATION = 'engine/log';
