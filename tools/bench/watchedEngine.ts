import {
  type CompletionEngine,
  type CompletionRequest,
  type GenerationCost,
  type ModelProfile,
  type TextPiece,
} from '../../src/core/completion/completionEngine.ts';
import { type DocumentContext } from '../../src/core/completion/documentContext.ts';

/** Keeps the last request, and when its first piece came; counts the tokens of all. */
export class WatchedEngine implements CompletionEngine {
  asked: CompletionRequest | undefined;
  firstTokenMs: number | undefined;
  /** Not those that were in the KV cache. What is aborted while it is read counts as a whole: at most so many. */
  readTokens = 0;
  /** Of requests that were aborted as well. */
  writtenTokens = 0;
  #startedAt = 0;

  constructor(private readonly engine: CompletionEngine) {}

  forget(): void {
    this.asked = undefined;
    this.firstTokenMs = undefined;
    this.#startedAt = performance.now();
  }

  profile(document?: DocumentContext): Promise<ModelProfile> {
    return this.engine.profile(document);
  }

  async generate(
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerationCost> {
    this.asked = request;
    const cost = await this.engine.generate(request, signal, (piece) => {
      this.firstTokenMs ??= performance.now() - this.#startedAt;
      onText(piece);
    });
    this.readTokens += cost.promptTokens - cost.reusedTokens;
    this.writtenTokens += cost.generatedTokens;
    return cost;
  }
}
