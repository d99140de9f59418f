import { type PromptPiece } from '../promptPiece.ts';
import { type PromptFormat } from './promptFormat.ts';

const END: PromptPiece = { control: '<|end|>' };

/** The turns that this project's own models were trained on: one question and one short answer (training/README.md). */
export const nano: PromptFormat = {
  id: 'nano',
  stop: ['<|end|>', '<|user|>', '<|endoftext|>'],
  repetitionPenalty: 1,
  hasHistory: false,
  hasSystemTurn: false,
  skill: 'oneSentence',
  render: ({ question, answerSoFar }) => [
    { control: '<|user|>' },
    { text: `\n${question}` },
    END,
    { text: '\n' },
    { control: '<|assistant|>' },
    { text: `\n${answerSoFar}` },
  ],
};
