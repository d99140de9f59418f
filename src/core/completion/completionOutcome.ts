import { type AskedModel } from './askedModel.ts';
import { type GenerationCost } from './completionEngine.ts';
import { type DropReason } from './filter.ts';
import { type Candidate } from './furtherCandidates.ts';
import { type SkipReason } from './triggerPolicy.ts';

/**
 * Why a request brought no suggestion. `outdated`: everything was forgotten while it was under way, and nobody has taken it
 * back; who still wants an answer asks again, for settings, rules and the model may be others now.
 */
export type NoSuggestionReason = DropReason | SkipReason | 'cancelled' | 'outdated' | 'engineFailed';

/** What a model was asked when it wrote what a later request found, and what that cost. */
export interface EarlierRequest {
  readonly asked: AskedModel;
  readonly cost: GenerationCost;
}

export type CompletionOutcome =
  | {
      readonly kind: 'suggestion';
      readonly text: string;
      /** Characters after the cursor that the text takes the place of. */
      readonly replaceLength: number;
      readonly source: 'cache' | 'engine';
      /** The model's own probability that the text is right, line by line; 0 to 1. */
      readonly confidence: number;
      readonly elapsedMs: number;
      /** Of it, before the model was asked: 0 where it had been for an earlier key. Absent as `asked` is. */
      readonly waitedMs?: number | undefined;
      /** Others for the same place, the likeliest first, where somebody asked by hand for the second time. */
      readonly further?: readonly Candidate[] | undefined;
      /** Absent for an answer from the cache, as is `asked`. */
      readonly cost?: GenerationCost | undefined;
      readonly asked?: AskedModel | undefined;
      /** Of an answer from the cache. */
      readonly earlier?: EarlierRequest | undefined;
    }
  | {
      readonly kind: 'none';
      readonly reason: NoSuggestionReason;
      readonly elapsedMs: number;
      readonly waitedMs?: number | undefined;
      readonly confidence?: number | undefined;
      readonly cost?: GenerationCost | undefined;
      readonly asked?: AskedModel | undefined;
      readonly earlier?: EarlierRequest | undefined;
      /** What the engine threw. */
      readonly error?: Error | undefined;
    };
