import { isCommentLine } from './commentSyntax.ts';
import { isProse } from './languageTraits.ts';

const COLON_BLOCK =
  /^\s*(?:async\s+)?(?:def|class|if|elif|else|for|while|with|try|except|finally|match|case)\b.*:\s*(?:#.*)?$/;

/** Line ends that open a block, for languages that do it by words or by a colon. */
const BY_LANGUAGE = new Map<string, RegExp>([
  ['python', COLON_BLOCK],
  ['yaml', /:\s*$/],
  ['ruby', /\b(?:do(?:\s*\|[^|]*\|)?|then|begin|else)\s*$|^\s*(?:def|class|module|if|unless|while|case)\b/],
  ['elixir', /\b(?:do|->|else)\s*$/],
  ['lua', /\b(?:do|then|else|repeat)\s*$|\bfunction\b[^()]*\([^()]*\)\s*$/],
  ['shellscript', /(?:\b(?:do|then|else)|\{)\s*$/],
]);

/** Whether the lines after this one belong inside what it opens: a bracket, a body, a key's value. */
export function opensBlock(line: string, languageId: string): boolean {
  if (isProse(languageId) || isCommentLine(line, languageId)) return false;
  if (/(?:[([{]|=>)\s*$/.test(line)) return true;
  return BY_LANGUAGE.get(languageId)?.test(line) ?? false;
}
