import { type DocumentContext } from './documentContext.ts';
import { type Prompt, type PromptStyle } from './prompt.ts';

/** What the pipeline must know of the model to shape its prompts. */
export interface ModelProfile extends PromptStyle {
  /** Tokens the model was trained to see at once, or fewer when memory is short. */
  readonly contextTokens: number;
  /** Average over what was tokenised so far of code and Latin text. */
  readonly charactersPerToken: number;
  /** The same of text in other scripts, once there was some. */
  readonly denseCharactersPerToken?: number | undefined;
  /** Tokens per second, as measured on this machine. */
  readonly prefillSpeed: number;
  readonly decodeSpeed: number;
}

export interface CompletionRequest {
  /** A newer request for the same document takes an older one's place. */
  readonly documentId: string;
  readonly prompt: Prompt;
  readonly maxTokens: number;
  /** Whether a word that the cursor cuts, or a space before it, may be read as part of what is written. */
  readonly healsTokens: boolean;
  /** Texts from which names and phrases may be copied, whether the model reads them or not; absent: the model alone. */
  readonly copyFrom?: readonly string[] | undefined;
  /** For another answer than the likeliest: so many likelier beginnings are passed over. */
  readonly alternative?: number | undefined;
  /** The prompt is read as for an answer of `maxTokens`, and none is written: a later request finds it read. */
  readonly onlyReads?: boolean | undefined;
  /** Nobody waits for it: the engine gives it up for whatever somebody waits for, as if it had been aborted. */
  readonly isAside?: boolean | undefined;
}

/** Text on its way, with what confidence needs. */
export interface TextPiece {
  readonly text: string;
  readonly tokens: number;
  /** Sum of the natural logarithms of the tokens' probabilities. */
  readonly logProbability: number;
}

/** What a finished or aborted generation cost. */
export interface GenerationCost {
  readonly promptTokens: number;
  readonly reusedTokens: number;
  readonly generatedTokens: number;
  /** How many of the prompt's other texts were read: the last are left out where the budget was reckoned too large. */
  readonly neighbours?: number | undefined;
  /** Whether the limit of tokens ended the text, perhaps in the middle of a word. */
  readonly isCut: boolean;
  /** Whether it was ended from outside: by its signal, or by a newer request of the same document. */
  readonly isAborted: boolean;
  /** Null when no token came. */
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
}

/** The model behind the pipeline: the supervised engine process, or a scripted one in tests. */
export interface CompletionEngine {
  /** Whether the model is there and writes for nobody; absent: always. */
  readonly isFree?: boolean;
  /**
   * Starts the model if it does not run. Throws when it can't.
   *
   * @param document what it will be shown: where nothing of the kind was read yet, its tokens are counted first, and
   *   what shapes the prompts of a document holds still
   */
  profile(document?: DocumentContext): Promise<ModelProfile>;
  /** Streams text until the model ends it or the signal aborts; either way it settles with the cost. */
  generate(
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerationCost>;
}
