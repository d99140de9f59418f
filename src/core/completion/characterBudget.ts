import { type PromptModel } from './prompt.ts';

/** A tokenizer trained on Latin text spends about a token on each character of other scripts, until it was measured. */
const DENSE_CHARACTERS_PER_TOKEN = 1;
const SAMPLE_CHARACTERS = 2000;

/** Two values only, so that a prompt's window does not move with every character of a mixture of scripts. */
export function charactersPerToken(
  text: string,
  model: Pick<PromptModel, 'charactersPerToken' | 'denseCharactersPerToken'>,
): number {
  const { denseCharactersPerToken = DENSE_CHARACTERS_PER_TOKEN } = model;
  return isDense(text)
    ? Math.min(denseCharactersPerToken, model.charactersPerToken)
    : model.charactersPerToken;
}

/** Whether a good part of a text's end is in other scripts than Latin, as Chinese is. */
export function isDense(text: string): boolean {
  const sample = text.slice(-SAMPLE_CHARACTERS);
  const dense = sample.match(/[^\p{ASCII}\p{sc=Latin}]/gu)?.length ?? 0;
  return dense > sample.length / 4;
}
