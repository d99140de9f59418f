import { type PromptStyle } from '../core/completion/prompt.ts';
import { NANO } from '../core/nanoModels.ts';

/**
 * Families of models that are known as trained for fill-in-the-middle, by `general.name`.
 *
 * Known from their authors' announcements; none of them was measured by this project yet.
 *
 * A model that is not among them is prompted with the text before the cursor alone, even when it has the tokens: one
 * that has barely seen them writes worse with them than without.
 */
const TRAINED_FOR_INFILL: readonly RegExp[] = [
  /qwen\s?-?2\.5[-_ ]?coder/iu,
  /qwen\s?-?3[-_ ]?coder/iu,
  /starcoder/iu,
  /code\s?-?gemma/iu,
  /code\s?-?llama/iu,
  /deepseek[-_ ]coder/iu,
  /stable[-_ ]?code/iu,
  /granite.*code/iu,
  /codestral/iu,
];

/** Which side of the cursor a model that has the tokens was taught to read first. */
export function taughtOrder(modelName: string): Exclude<PromptStyle['fillInTheMiddle'], 'no'> {
  return NANO.test(modelName) ? 'suffixFirst' : 'prefixFirst';
}

/** How to ask a model, by its `general.name` and by whether it has the tokens for fill-in-the-middle. */
export function promptStyleOf(modelName: string, hasInfillTokens: boolean): PromptStyle {
  if (NANO.test(modelName)) {
    // Measured to be better off without the suffix that it was taught to read: models/nano/README.md.
    return { fillInTheMiddle: 'no', fileHeader: 'fileSeparator' };
  }
  const profits = hasInfillTokens && TRAINED_FOR_INFILL.some((family) => family.test(modelName));
  return { fillInTheMiddle: profits ? taughtOrder(modelName) : 'no', fileHeader: 'comment' };
}
