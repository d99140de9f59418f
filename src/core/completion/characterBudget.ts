import { type PromptModel } from './prompt.ts';

/** A tokenizer trained on Latin text spends about a token on each character of other scripts, until it was measured. */
const DENSE_CHARACTERS_PER_TOKEN = 1;
const SAMPLE_CHARACTERS = 2000;
const LEAST_SAMPLE_CHARACTERS = 200;

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

/** What stands around a cursor, enough to tell how many characters a token has there; empty where there is too little. */
export function ratioSample({
  prefix,
  suffix,
}: {
  readonly prefix: string;
  readonly suffix: string;
}): string {
  const sides = [prefix.slice(-SAMPLE_CHARACTERS), suffix.slice(0, SAMPLE_CHARACTERS)];
  return sides.find((side) => side.length >= LEAST_SAMPLE_CHARACTERS) ?? '';
}

/** Whether a good part of a text's end is in other scripts than Latin, as Chinese is. */
export function isDense(text: string): boolean {
  const sample = text.slice(-SAMPLE_CHARACTERS);
  const dense = sample.match(/[^\p{ASCII}\p{sc=Latin}]/gu)?.length ?? 0;
  return dense > sample.length / 4;
}
