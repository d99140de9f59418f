import { type PromptModel } from './prompt.ts';

/** A tokenizer trained on Latin text spends about a token on each character of other scripts. */
const DENSE_CHARACTERS_PER_TOKEN = 1;
const SAMPLE_CHARACTERS = 2000;

/** Two values only, so that a prompt's window does not move with every character of a mixture of scripts. */
export function charactersPerToken(text: string, model: Pick<PromptModel, 'charactersPerToken'>): number {
  const sample = text.slice(-SAMPLE_CHARACTERS);
  const dense = sample.match(/[^\p{ASCII}\p{sc=Latin}]/gu)?.length ?? 0;
  const isDense = dense > sample.length / 4;
  return isDense ? Math.min(DENSE_CHARACTERS_PER_TOKEN, model.charactersPerToken) : model.charactersPerToken;
}
