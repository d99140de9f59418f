import { joinPieces, type PromptPiece } from '../promptPiece.ts';
import { type PromptFormat } from './promptFormat.ts';

/** As the model card of OpenELM advises. */
export const OPENELM_REPETITION_PENALTY = 1.2;

/** `max_length` of the same recipe: the models read 2,048 tokens, and were tuned on half of them. */
export const OPENELM_TUNED_TOKENS = 1024;

const END: PromptPiece = { control: '</s>' };

/**
 * The template that the OpenELM Instruct models were tuned with: alignment-handbook's default at the commit that
 * Apple pins, which adds an empty system turn. The names of the turns are ordinary text in the LLaMA vocabulary;
 * only `</s>` is a token.
 *
 * Source: apple/corenet, projects/openelm/instruction_tuning/openelm-instruct.yaml.
 */
export const openElmInstruct: PromptFormat = {
  id: 'openElmInstruct',
  stop: ['<|user|>', '<|system|>', '<|assistant|>'],
  repetitionPenalty: OPENELM_REPETITION_PENALTY,
  hasHistory: true,
  // It was tuned with an empty one.
  hasSystemTurn: false,
  skill: 'conversation',
  tunedTokens: OPENELM_TUNED_TOKENS,
  render: ({ system, history, question, answerSoFar }) =>
    joinPieces([
      { text: `<|system|>\n${system}` },
      END,
      ...history.flatMap((turn): PromptPiece[] => [
        { text: `\n<|user|>\n${turn.question}` },
        END,
        { text: `\n<|assistant|>\n${turn.answer}` },
        END,
      ]),
      { text: `\n<|user|>\n${question}` },
      END,
      { text: `\n<|assistant|>\n${answerSoFar}` },
    ]),
};
