import { fitPrompt, type PromptInput } from './contextBudget.ts';
import { type Cut } from './conversation.ts';
import { MAX_CHARACTERS_PER_TOKEN, type CountTokens } from './shortenContext.ts';

/** What would become of a question if it were sent now. */
export interface PromptPreview {
  /** Tokens of all that belongs to it, whether it fits or not. */
  readonly wantedTokens: number;
  /** What would be left out. */
  readonly cuts: readonly Cut[];
  /** The question alone is too long, and would not be sent. */
  readonly isTooLong: boolean;
}

/** About as many characters stand in a token of code. */
const CHARACTERS_PER_TOKEN = 3;

/** Tokens of texts as a rule of thumb, where no model is there to count them. */
export function estimateTokens(texts: readonly string[]): readonly number[] {
  return texts.map(({ length }) => Math.ceil(length / CHARACTERS_PER_TOKEN));
}

/** Fits a prompt as it is fitted when it is sent. */
export async function previewPrompt(
  input: Omit<PromptInput, 'answerSoFar'>,
  count: CountTokens,
): Promise<PromptPreview> {
  const counted = boundedCount(input.budgetTokens, count);
  const asked = { ...input, answerSoFar: '' };
  const fitted = await fitPrompt(asked, counted);
  if (fitted.kind === 'fits' && fitted.cuts.length === 0) {
    return { wantedTokens: fitted.promptTokens, cuts: [], isTooLong: false };
  }
  const whole = await fitPrompt({ ...asked, budgetTokens: Number.MAX_SAFE_INTEGER }, counted);
  return {
    wantedTokens: whole.promptTokens,
    cuts: fitted.kind === 'fits' ? fitted.cuts : [],
    isTooLong: fitted.kind === 'tooLong',
  };
}

/** Counts what could fit; of what is longer it is enough to know that it is: the engine has better to do meanwhile. */
function boundedCount(budgetTokens: number, count: CountTokens): CountTokens {
  const isLong = (text: string): boolean => text.length > budgetTokens * MAX_CHARACTERS_PER_TOKEN;
  return async (texts) => {
    const counts = await count(texts.map((text) => (isLong(text) ? '' : text)));
    const estimates = estimateTokens(texts);
    return counts.map((tokens, index) => (isLong(texts[index] ?? '') ? (estimates[index] ?? 0) : tokens));
  };
}
