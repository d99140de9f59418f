import { type ModelProfile } from './completionEngine.ts';

/**
 * A cold prompt may take this long; typing on costs a few tokens only, since the KV cache holds the rest. Who pauses in a place
 * that was never read does so for a second or two. On 400 cases by hand the built-in model got as many lines right with 650
 * tokens as with 870, and with 200 as with 300.
 */
const COLD_PROMPT_SECONDS = 1.5;
const MIN_PROMPT_TOKENS = 128;
/** A suggestion that takes longer than this comes after the user has moved on. */
const LINE_SECONDS = 1;
const BLOCK_SECONDS = 2.5;
const MIN_SUGGESTION_TOKENS = 12;

/** Tokens a suggestion may have: the user's limit, or fewer on a slow machine. */
export function tokenBudget(
  model: Pick<ModelProfile, 'decodeSpeed' | 'contextTokens'>,
  shape: 'line' | 'block',
  maxTokens: number,
): number {
  const seconds = shape === 'line' ? LINE_SECONDS : BLOCK_SECONDS;
  const affordable = Math.max(MIN_SUGGESTION_TOKENS, Math.floor(model.decodeSpeed * seconds));
  return Math.min(mostTokens(model, maxTokens), affordable);
}

/** Tokens the longest suggestion may have on a fast machine. */
function mostTokens({ contextTokens }: Pick<ModelProfile, 'contextTokens'>, maxTokens: number): number {
  return Math.max(1, Math.min(maxTokens, Math.floor(contextTokens / 4)));
}

/**
 * Tokens a prompt may have: what the context leaves beside the longest suggestion, or less on a slow machine. It is the same
 * for a line as for a block and however fast is written just now: another length is another beginning, all to be read anew.
 */
export function promptBudget(
  model: Pick<ModelProfile, 'prefillSpeed' | 'contextTokens'>,
  maxTokens: number,
): number {
  const room = model.contextTokens - mostTokens(model, maxTokens) - 1;
  const affordable = Math.max(MIN_PROMPT_TOKENS, Math.floor(model.prefillSpeed * COLD_PROMPT_SECONDS));
  return Math.max(1, Math.min(room, affordable));
}
