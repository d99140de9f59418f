import { largestDifference } from './largestDifference.ts';
import { openElmLogits, type PublishedModel } from './openElmForward.ts';

/** What an engine makes of a prompt. */
export interface EngineNumbers {
  readonly prompt: readonly number[];
  /** How it goes on when it always takes the most probable token. */
  readonly continued: readonly number[];
  /** For each of these tokens the logarithms of the probabilities of all that may come next. */
  readonly logProbabilities: readonly (readonly number[])[];
}

/** How near an engine's numbers are to those of the reference. */
export interface Agreement {
  /** Of logarithms of probabilities, over all positions and tokens. */
  readonly largestDifference: number;
  readonly positions: number;
  /** Tokens of the continuation that the reference would have written as well. */
  readonly agreeing: number;
  readonly continued: number;
}

/** Differences below this are those of 32-bit sums, of which the engine's are made. */
export const MAX_DIFFERENCE = 1e-3;

/** Computes the same with the independent forward pass. `onLayer` is told how far it is, from 0 to 1. */
export async function compareNumbers(
  model: PublishedModel,
  { prompt, continued, logProbabilities }: EngineNumbers,
  onLayer: (fraction: number) => void = () => undefined,
): Promise<Agreement> {
  const tokens = [...prompt, ...continued];
  const scores = await openElmLogits(model, tokens, (layer) => {
    onLayer((layer + 1) / model.shape.layers.length);
  });
  // What it wrote is read again, so that a token that agrees was chosen after the same ones.
  const agreeing = continued.filter((token, index) => {
    const row = scores[prompt.length + index - 1] ?? new Float64Array();
    const most = row.reduce((largest, score) => Math.max(largest, score), -Infinity);
    // Of two that are as probable as each other either may be taken.
    return most - (row[token] ?? -Infinity) < MAX_DIFFERENCE;
  });
  return {
    largestDifference: largestDifference(scores, logProbabilities),
    positions: tokens.length,
    agreeing: agreeing.length,
    continued: continued.length,
  };
}
