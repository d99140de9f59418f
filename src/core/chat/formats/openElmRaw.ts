import { OPENELM_REPETITION_PENALTY, OPENELM_TUNED_TOKENS } from './openElmInstruct.ts';
import { type PromptFormat } from './promptFormat.ts';

/**
 * The question as it stands, which the model continues. The default for OpenELM Instruct: everyone who published
 * experiences got better text so than with the template it was tuned with (apple/corenet issue 24, llama.cpp 7359).
 */
export const openElmRaw: PromptFormat = {
  id: 'openElmRaw',
  stop: ['<|user|>', '<|system|>', '<|assistant|>'],
  repetitionPenalty: OPENELM_REPETITION_PENALTY,
  hasHistory: false,
  hasSystemTurn: false,
  skill: 'conversation',
  tunedTokens: OPENELM_TUNED_TOKENS,
  render: ({ question, answerSoFar }) => [{ text: `${question}\n${answerSoFar}` }],
};
