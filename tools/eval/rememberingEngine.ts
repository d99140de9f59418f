import {
  type CompletionEngine,
  type CompletionRequest,
  type GenerationCost,
  type ModelProfile,
  type TextPiece,
} from '../../src/core/completion/completionEngine.ts';

interface Written {
  readonly pieces: readonly TextPiece[];
  readonly cost: GenerationCost;
}

/**
 * An engine that is asked the same thing once: greedy decoding writes the same text again, so that what changes only
 * the filters costs no second generation. The times in a remembered cost are those of the generation.
 */
export class RememberingEngine implements CompletionEngine {
  readonly #written = new Map<string, Written>();

  constructor(private readonly engine: CompletionEngine) {}

  profile(): Promise<ModelProfile> {
    return this.engine.profile();
  }

  async generate(
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerationCost> {
    const key = JSON.stringify([request.prompt, request.maxTokens]);
    const known = this.#written.get(key);
    if (known !== undefined) {
      const taken = repeat(known.pieces, signal, onText);
      if (signal.aborted || !known.cost.isAborted) {
        return { ...known.cost, generatedTokens: tokensOf(taken), isAborted: signal.aborted };
      }
      // Somebody reads on where the first reader had stopped: the beginning has been said.
      return this.#generate(key, request, signal, skipPieces(taken.length, onText));
    }
    return this.#generate(key, request, signal, onText);
  }

  async #generate(
    key: string,
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerationCost> {
    const pieces: TextPiece[] = [];
    const cost = await this.engine.generate(request, signal, (piece) => {
      pieces.push(piece);
      onText(piece);
    });
    this.#written.set(key, { pieces, cost });
    return cost;
  }
}

function repeat(
  pieces: readonly TextPiece[],
  signal: AbortSignal,
  onText: (piece: TextPiece) => void,
): readonly TextPiece[] {
  const taken: TextPiece[] = [];
  for (const piece of pieces) {
    if (signal.aborted) {
      break;
    }
    taken.push(piece);
    onText(piece);
  }
  return taken;
}

function skipPieces(count: number, onText: (piece: TextPiece) => void): (piece: TextPiece) => void {
  let seen = 0;
  return (piece) => {
    seen++;
    if (seen > count) {
      onText(piece);
    }
  };
}

function tokensOf(pieces: readonly TextPiece[]): number {
  return pieces.reduce((sum, { tokens }) => sum + tokens, 0);
}
