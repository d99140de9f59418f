import { type PromptPiece } from '../promptPiece.ts';

/** A conversation up to the answer that is wanted, as plain texts. */
export interface ChatPrompt {
  /** Empty for none. */
  readonly system: string;
  /** Earlier questions with their answers, oldest first; no answer is empty. */
  readonly history: readonly { readonly question: string; readonly answer: string }[];
  readonly question: string;
  /** What there is of the answer already; empty for a new one. */
  readonly answerSoFar: string;
}

export const FORMAT_IDS = ['template', 'openElmRaw', 'openElmInstruct', 'questionAndAnswer', 'nano'] as const;
export type FormatId = (typeof FORMAT_IDS)[number];

/** How a model was trained to be talked to. */
export interface PromptFormat {
  readonly id: FormatId;
  /** Texts that end an answer, besides the vocabulary's own tokens. */
  readonly stop: readonly string[];
  /** 1 leaves repetitions alone. */
  readonly repetitionPenalty: number;
  /** Whether it was trained on more than one question; if not, it is asked the last one alone. */
  readonly hasHistory: boolean;
  /** Whether it follows what a system turn says. */
  readonly hasSystemTurn: boolean;
  /**
   * `oneSentence`: it was trained to explain and to document code, each in one fixed form, and nothing else. `none`: it
   * was never trained to answer.
   */
  readonly skill: 'conversation' | 'oneSentence' | 'none';
  /** Longest text that it was tuned on, in tokens, where that is less than its context. */
  readonly tunedTokens?: number;
  render(prompt: ChatPrompt): PromptPiece[];
}
