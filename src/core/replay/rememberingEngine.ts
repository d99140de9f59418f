import {
  type CompletionEngine,
  type CompletionRequest,
  type GenerationCost,
  type ModelProfile,
  type TextPiece,
} from '../completion/completionEngine.ts';
import { type DocumentContext } from '../completion/documentContext.ts';

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
  readonly #profiles = new Map<string, Promise<ModelProfile>>();

  constructor(private readonly engine: CompletionEngine) {}

  profile(document?: DocumentContext): Promise<ModelProfile> {
    if (document === undefined) {
      return this.engine.profile();
    }
    // What follows measurements would make another prompt of the same place.
    const { documentId } = document;
    const profile = this.#profiles.get(documentId) ?? this.engine.profile(document);
    this.#profiles.set(documentId, profile);
    return profile;
  }

  async generate(
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerationCost> {
    const key = JSON.stringify([
      request.prompt,
      request.maxTokens,
      request.healsTokens,
      request.copyFrom,
      request.alternative,
    ]);
    const known = this.#written.get(key);
    const repeated = known === undefined ? [] : repeat(known.pieces, signal, onText);
    if (known !== undefined && (signal.aborted || !known.cost.isAborted)) {
      return { ...known.cost, generatedTokens: tokensOf(repeated), isAborted: signal.aborted };
    }
    // Nobody asked before, or whoever did had stopped reading here: then the beginning has been said.
    const pieces = [...repeated];
    let seen = 0;
    const cost = await this.engine.generate(request, signal, (piece) => {
      seen++;
      if (seen > repeated.length) {
        pieces.push(piece);
        onText(piece);
      }
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

function tokensOf(pieces: readonly TextPiece[]): number {
  return pieces.reduce((sum, { tokens }) => sum + tokens, 0);
}
