import { isDense } from './characterBudget.ts';
import { type Prompt } from './prompt.ts';

/** A prompt this short says little. */
const MIN_SAMPLE_TOKENS = 60;

/** How many characters a token had in a text of one kind. */
export interface ReadRatio {
  readonly isDense: boolean;
  readonly charactersPerToken: number;
}

/**
 * What the reading of a prompt tells about the tokenizer; undefined where it tells little, or of several kinds of text at once.
 *
 * @param neighbours how many of the prompt's other texts were read, those first in it; absent: all
 */
export function readRatio(
  prompt: Prompt,
  { promptTokens, neighbours }: { readonly promptTokens: number; readonly neighbours?: number | undefined },
): ReadRatio | undefined {
  const others = prompt.neighbours?.slice(0, neighbours).map(({ text }) => text) ?? [];
  const own = prompt.kind === 'plain' ? [prompt.text] : [prompt.header, prompt.prefix, prompt.suffix];
  const read = [...own, ...others].filter((text) => text !== '');
  const dense = read.filter(isDense).length;
  if (promptTokens < MIN_SAMPLE_TOKENS || (dense > 0 && dense < read.length)) {
    return undefined;
  }
  const characters = read.reduce((sum, text) => sum + text.length, 0);
  return { isDense: dense > 0, charactersPerToken: characters / promptTokens };
}
