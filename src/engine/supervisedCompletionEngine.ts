import {
  type CompletionEngine,
  type CompletionRequest,
  type GenerationCost,
  type ModelProfile,
  type TextPiece,
} from '../core/completion/completionEngine.ts';
import { profitsFromInfill } from '../models/infillProfit.ts';
import { type GenerateResult } from './protocol.ts';
import { type Supervisor } from './supervisor.ts';

/** Typical for code until something was measured. */
const INITIAL_CHARACTERS_PER_TOKEN = 3;
/** A prompt this short says little about the ratio. */
const MIN_SAMPLE_TOKENS = 20;

/** The completion pipeline's view of the supervised engine; keeps what was measured of its model. */
export class SupervisedCompletionEngine implements CompletionEngine {
  #measured: { path: string; charactersPerToken: number; last: GenerateResult | undefined } | undefined;

  constructor(private readonly supervisor: Supervisor) {}

  async profile(): Promise<ModelProfile> {
    const { model } = await this.supervisor.ready();
    if (this.#measured?.path !== model.path) {
      this.#measured = {
        path: model.path,
        charactersPerToken: INITIAL_CHARACTERS_PER_TOKEN,
        last: undefined,
      };
    }
    const { charactersPerToken, last } = this.#measured;
    return {
      fillInTheMiddle: model.fillInTheMiddle && profitsFromInfill(model.name) ? 'yes' : 'no',
      contextTokens: model.contextTokens,
      charactersPerToken,
      prefillSpeed: last?.prefillSpeed ?? model.prefillSpeed,
      decodeSpeed: last?.decodeSpeed ?? model.decodeSpeed,
    };
  }

  async generate(
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerationCost> {
    const { prompt, maxTokens, documentId } = request;
    const result = await this.supervisor.generate(
      { purpose: 'completion', group: documentId, prompt, maxTokens },
      signal,
      onText,
    );
    this.#learn(request, result);
    return { ...result, isCut: result.stopReason === 'maxTokens' };
  }

  #learn({ prompt }: CompletionRequest, result: GenerateResult): void {
    if (this.#measured === undefined) {
      return;
    }
    this.#measured.last = result;
    const characters =
      prompt.kind === 'plain'
        ? prompt.text.length
        : prompt.header.length + prompt.prefix.length + prompt.suffix.length;
    if (result.promptTokens >= MIN_SAMPLE_TOKENS) {
      this.#measured.charactersPerToken = characters / result.promptTokens;
    }
  }
}
