import { chatBudget } from './chatBudget.ts';
import { type ChatEngine, type ChatModel } from './chatEngine.ts';
import { fitPrompt, type PromptInput } from './contextBudget.ts';
import { type Cut } from './conversation.ts';
import { chooseFormat } from './formats/chooseFormat.ts';
import { type FormatId, type PromptFormat } from './formats/promptFormat.ts';
import { type PromptPiece } from './promptPiece.ts';
import { needsLargerModel } from './userMessage.ts';

/** What is asked of a model, before it is known how the model is talked to. */
export interface AskedQuestion extends Pick<PromptInput, 'earlier' | 'turn' | 'answerSoFar' | 'userPrompts'> {
  readonly preferredFormat?: FormatId | undefined;
  /** Tokens that the answer shall have room for, where that is known; at most half of the context is given. */
  readonly wantedTokens?: number | undefined;
}

/** A question in the form in which a model reads it, or why it can't be asked. */
export type PreparedAnswer =
  | {
      readonly kind: 'ready';
      readonly format: PromptFormat;
      readonly pieces: readonly PromptPiece[];
      readonly promptTokens: number;
      readonly answerTokens: number;
      readonly cuts: readonly Cut[];
    }
  /** The model was never trained to answer this: the answer would be nonsense. */
  | { readonly kind: 'tooSmall'; readonly skill: PromptFormat['skill'] }
  | { readonly kind: 'tooLong'; readonly promptTokens: number; readonly budgetTokens: number };

/** Writes the prompt for a question so that it and its answer fit into the model's context. */
export async function prepareAnswer(
  engine: Pick<ChatEngine, 'countTokens'>,
  model: ChatModel,
  { preferredFormat, wantedTokens = 0, ...asked }: AskedQuestion,
): Promise<PreparedAnswer> {
  const format = chooseFormat(model, preferredFormat);
  const { question, context } = asked.turn;
  if (needsLargerModel(question, context, format)) {
    return { kind: 'tooSmall', skill: format.skill };
  }
  const most = Math.floor(model.contextTokens / 2);
  const answerTokens = Math.max(chatBudget(model, format).answerTokens, Math.min(wantedTokens, most));
  const budgetTokens = model.contextTokens - answerTokens;
  const prompt = await fitPrompt({ ...asked, format, budgetTokens }, (texts) => engine.countTokens(texts));
  return prompt.kind === 'tooLong'
    ? { ...prompt, budgetTokens }
    : { ...prompt, kind: 'ready', format, answerTokens };
}
