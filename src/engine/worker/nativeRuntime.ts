import { type AdapterChoice } from '../../models/adapters/adapterChoice.ts';
import { type Backend, type DeviceMemory } from '../protocol.ts';
import { type TokenRange } from './readGaps.ts';

/** A token id of the loaded vocabulary. */
export type TokenId = number;

/** The fill-in-the-middle tokens of a vocabulary that has all three. */
export interface InfillTokens {
  readonly prefix: TokenId;
  readonly suffix: TokenId;
  readonly middle: TokenId;
}

/** A token the model chose and the probability it gave it. */
export interface ScoredToken {
  readonly token: TokenId;
  readonly probability: number;
}

/** What a model thought of a token before it read it. */
export interface ForeseenToken {
  readonly probability: number;
  readonly isMostProbable: boolean;
}

export interface SamplingOptions {
  /** 0 is greedy. */
  readonly temperature: number;
  readonly seed?: number | undefined;
  /** Above 1: tokens that this generation has written lately become less likely. */
  readonly repetitionPenalty?: number | undefined;
  /** GBNF; what it does not allow is not written. The decode throws `invalidParams` for one that can't be read. */
  readonly grammar?: string | undefined;
}

/** How a text is read. */
export interface TokenizeOptions {
  /** Other text goes before it: vocabularies that begin a text with a space don't do so here. */
  readonly isContinued?: boolean;
  /** Names of control tokens become these tokens: for text of a template only, never for a person's or a model's. */
  readonly controls?: boolean;
}

export interface SequenceOptions {
  readonly contextTokens: number;
  readonly numerics: 'fast' | 'exact';
  /** Must have been checked against the model. */
  readonly adapter?: AdapterChoice | undefined;
}

/** What is in a KV cache, as a file. */
export interface SequenceState {
  /** In the cache now. */
  tokens(): readonly TokenId[];
  /** Writes it over a file that exists. */
  save(file: string): Promise<void>;
  /**
   * Puts what a file holds in its place. The file must be of the same model and setup, unchanged: native code reads it
   * as it is. Throws when it can't be read; the cache is empty then.
   */
  load(file: string): Promise<void>;
}

/** What checking a draft takes: several tokens are read at once, and those that were not right are dropped. */
export interface Drafting {
  /** Evaluates `tokens`; for each of them the tokens that may follow it, at most `count`, most probable first. */
  likelyAfterEach(tokens: readonly TokenId[], count: number): Promise<readonly (readonly ScoredToken[])[]>;
  /** Drops the last `count` tokens of the cache. */
  drop(count: number): Promise<void>;
}

/** One line of text in the making, with its KV cache. */
export interface NativeSequence {
  readonly contextTokens: number;
  /** Absent where a cache can't go back to its beginning, so that keeping it is of no use. */
  readonly state?: SequenceState | undefined;
  /** Drops everything after the longest common prefix with `tokens`; returns that prefix's length. */
  reuse(tokens: readonly TokenId[]): Promise<number>;
  /**
   * Takes ranges out of the cache; what follows moves to their place, as it was read. Absent where it can't be moved.
   */
  readonly leaveOut?: ((gaps: readonly TokenRange[]) => Promise<void>) | undefined;
  /** Evaluates tokens into the cache; cannot be interrupted, so callers keep `tokens` short. */
  prefill(tokens: readonly TokenId[]): Promise<void>;
  /** Evaluates `tokens` and yields the tokens that follow, without end; leaving the loop stops it. */
  decode(tokens: readonly TokenId[], sampling: SamplingOptions): AsyncIterable<ScoredToken>;
  /** Evaluates `tokens`; the tokens that may follow them, at most `count`, most probable first. */
  likely(tokens: readonly TokenId[], count: number): Promise<readonly ScoredToken[]>;
  /** Absent where a cache can't go back. */
  readonly drafting?: Drafting | undefined;
  /** Natural logarithms of the next token's probabilities after each of the tokens, from an empty cache. */
  score(tokens: readonly TokenId[]): Promise<readonly (readonly number[])[]>;
  /** How each token but the first was foreseen by those before it, from an empty cache. */
  judge(tokens: readonly TokenId[]): Promise<readonly ForeseenToken[]>;
  dispose(): Promise<void>;
}

/** A model in memory. */
export interface NativeModel {
  readonly gpuLayers: number;
  readonly infill: InfillTokens | undefined;
  /** The token every text begins with, where the model wants one. */
  readonly beginOfText: TokenId | undefined;
  /** Gives no control token, whatever the text, unless the options ask for them. */
  tokenize(text: string, options?: TokenizeOptions): TokenId[];
  /** The control token of that name, such as `<|user|>`. */
  controlToken(name: string): TokenId | undefined;
  /** Text of the tokens; a cut UTF-8 sequence shows as U+FFFD. */
  detokenize(tokens: readonly TokenId[], preceding: readonly TokenId[]): string;
  isEndOfText(token: TokenId): boolean;
  createSequence(options: SequenceOptions): Promise<NativeSequence>;
  dispose(): Promise<void>;
}

/** The native library on one back end. Its one implementation is llamaRuntime.ts. */
export interface NativeRuntime {
  readonly backend: Backend;
  readonly devices: readonly string[];
  readonly release: string;
  /** CPU threads in use; set to change it from the next evaluation on. */
  threads: number;
  /** Of the devices together; undefined where they have none of their own, or their driver does not tell. */
  deviceMemory(): Promise<DeviceMemory | undefined>;
  loadModel(path: string, onProgress: (fraction: number) => void): Promise<NativeModel>;
}
