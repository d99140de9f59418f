import {
  type CompletionEngine,
  type CompletionRequest,
  type GenerationCost,
  type ModelProfile,
  type TextPiece,
} from '../../src/core/completion/completionEngine.ts';

/**
 * Prompts and lengths follow the machine's speed; here it is held at that of the built-in model on one core of a
 * laptop, in tokens per second, and the ratio at what is typical for code.
 */
const REFERENCE = {
  prefillSpeed: 2000,
  decodeSpeed: 100,
  charactersPerToken: 3,
  denseCharactersPerToken: 1,
};

/** An engine that gives the same answers on every machine and in every run, so that figures compare; times aside. */
export class SteadyEngine implements CompletionEngine {
  constructor(private readonly engine: CompletionEngine) {}

  async profile(): Promise<ModelProfile> {
    return { ...(await this.engine.profile()), ...REFERENCE };
  }

  async generate(
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerationCost> {
    let generatedTokens = 0;
    const cost = await this.engine.generate(request, signal, (piece) => {
      // What comes after a stop depends on how fast the engine hears of it.
      if (!signal.aborted) {
        generatedTokens += piece.tokens;
        onText(piece);
      }
    });
    return { ...cost, generatedTokens };
  }
}
