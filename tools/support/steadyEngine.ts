import {
  type CompletionEngine,
  type CompletionRequest,
  type GenerationCost,
  type ModelProfile,
  type TextPiece,
} from '../../src/core/completion/completionEngine.ts';
import { type ModelInfo } from '../../src/engine/protocol.ts';
import { taughtOrder } from '../../src/models/promptStyle.ts';
import { type Variant } from '../eval/ablationChoice.ts';
import { type PromptStyle } from '../../src/core/completion/prompt.ts';

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

export type Infill = PromptStyle['fillInTheMiddle'];

const INFILL: readonly Infill[] = ['no', 'prefixFirst', 'suffixFirst'];

/** What `--infill` says. Throws with the words there are. */
export function infillOf(word: string | undefined): Infill | undefined {
  const known = INFILL.find((one) => one === word);
  if (known === undefined && word !== undefined) {
    throw new Error(`--infill: there are ${INFILL.join(', ')}`);
  }
  return known;
}

/**
 * How a variant of the pipeline has a model asked: as it was taught to read the text after the cursor, where the variant is
 * about that, else as it is told, or as suits it.
 */
export function infillFor(
  variant: Pick<Variant, 'asTaught'>,
  told: Infill | undefined,
  model: Pick<ModelInfo, 'name' | 'fillInTheMiddle'>,
): Infill | undefined {
  return variant.asTaught === true && model.fillInTheMiddle ? taughtOrder(model.name) : told;
}

/** An engine that gives the same answers on every machine and in every run, so that figures compare; times aside. */
export class SteadyEngine implements CompletionEngine {
  constructor(
    private readonly engine: CompletionEngine,
    /** Where the text after the cursor stands, in place of what suits the model best. */
    private readonly infill?: Infill,
  ) {}

  async profile(): Promise<ModelProfile> {
    const profile = { ...(await this.engine.profile()), ...REFERENCE };
    return this.infill === undefined ? profile : { ...profile, fillInTheMiddle: this.infill };
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
