import { type ChatModel } from './chatEngine.ts';
import { type PromptFormat } from './formats/promptFormat.ts';

const MAX_ANSWER_TOKENS = 1024;
/** The longest explanations and comments that the one-sentence models were trained on. */
const MAX_SENTENCE_TOKENS = 128;
/** What the answer may take of the context: a prompt is worth more than an answer's end, which can be asked for. */
const ANSWER_SHARE = 1 / 4;

/** Tokens a prompt and its answer may have. */
export function chatBudget(
  { contextTokens }: Pick<ChatModel, 'contextTokens'>,
  { skill }: Pick<PromptFormat, 'skill'>,
): { readonly promptTokens: number; readonly answerTokens: number } {
  const most = skill === 'oneSentence' ? MAX_SENTENCE_TOKENS : MAX_ANSWER_TOKENS;
  const answerTokens = Math.max(1, Math.min(most, Math.floor(contextTokens * ANSWER_SHARE)));
  return { promptTokens: contextTokens - answerTokens, answerTokens };
}
