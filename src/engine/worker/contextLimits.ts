import os from 'node:os';
import { affordableContext } from '../../models/affordableContext.ts';
import { type ModelFacts } from '../../models/modelFacts.ts';
import { type LoadModelParams, type Purpose } from '../protocol.ts';

/** OpenELM's trained length; larger contexts cost memory that a completion does not use. */
export const COMPLETION_CONTEXT_TOKENS = 2048;
const MIN_CONTEXT_TOKENS = 64;

/** Tokens that prompt and answer of a purpose may have together. */
export function contextLimits(
  { contextTokens }: Pick<LoadModelParams, 'contextTokens'>,
  facts: ModelFacts,
): Readonly<Record<Purpose, number>> {
  const atMost = (tokens: number): number =>
    Math.min(facts.contextLength, Math.max(MIN_CONTEXT_TOKENS, contextTokens ?? tokens));
  return {
    completion: atMost(COMPLETION_CONTEXT_TOKENS),
    chat: atMost(affordableContext(facts, os.totalmem())),
  };
}
