import { wholeCharacterIndex } from './lineText.ts';

/** The start of the window moves by this part of the budget at a time. */
const STEPS_PER_BUDGET = 4;

/**
 * The end of the prefix that fits into the budget. Its start moves in steps of a quarter of the budget, to the next
 * line start within a further step, and so stays the same for hundreds of keys: the engine keeps what it has already
 * read. The price is that the window may hold as little as half of the budget.
 *
 * Steps are counted from the beginning of the given text, so that must not move at every key either: whoever caps a
 * long document before should cap it with this function, too.
 */
export function promptWindow(prefix: string, maxCharacters: number): string {
  if (prefix.length <= maxCharacters) return prefix;
  const step = Math.max(1, Math.floor(maxCharacters / STEPS_PER_BUDGET));
  const start = Math.ceil((prefix.length - maxCharacters) / step) * step;
  const lineBreak = prefix.indexOf('\n', start - 1);
  const lineStart = lineBreak + 1;
  const isNear = lineBreak !== -1 && lineStart <= start + step;
  return prefix.slice(isNear ? lineStart : wholeCharacterIndex(prefix, start));
}

/** The end of the prefix that fits into the budget, to the character: its start moves with every key. */
export function slidingWindow(prefix: string, maxCharacters: number): string {
  return prefix.slice(wholeCharacterIndex(prefix, Math.max(0, prefix.length - maxCharacters)));
}

/**
 * The suffix from the line break on before the first line that says more than closing brackets, where the cursor's own line
 * says no more after the cursor. Typing adds and takes away such brackets and line breaks all the time, and a model that reads the suffix first
 * would read everything behind them anew each time.
 */
export function steadySuffix(suffix: string): string {
  const [closers = ''] = /^[\s)\]}"'`;,]*/u.exec(suffix) ?? [];
  const lineBreak = closers.lastIndexOf('\n');
  return closers.length === suffix.length ? '' : lineBreak === -1 ? suffix : suffix.slice(lineBreak);
}

/** The whole lines of the suffix that fit into the budget; of a first line that is too long, its beginning. */
export function suffixWindow(suffix: string, maxCharacters: number): string {
  if (suffix.length <= maxCharacters) return suffix;
  const lineBreak = suffix.lastIndexOf('\n', maxCharacters);
  if (lineBreak > 0) return suffix.slice(0, lineBreak);
  const end = wholeCharacterIndex(suffix, maxCharacters);
  return suffix.slice(0, end > maxCharacters ? maxCharacters - 1 : end);
}
