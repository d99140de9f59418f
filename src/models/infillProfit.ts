/**
 * Families of models whose authors trained them for fill-in-the-middle and published results for it, by `general.name`.
 *
 * A model that is not among them is prompted with the text before the cursor alone, even when it has the tokens: the
 * built-in model, for one, is right in 4–16 % of line ends so, and in 0 of 420 with them (its card).
 */
const MEASURED_TO_PROFIT: readonly RegExp[] = [
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

/** Whether a model that has the tokens is worth prompting with them. */
export function profitsFromInfill(modelName: string): boolean {
  return MEASURED_TO_PROFIT.some((family) => family.test(modelName));
}
