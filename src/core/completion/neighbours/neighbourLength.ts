import { type PromptNeighbour } from '../prompt.ts';
import { type Neighbour } from './neighbour.ts';

/** The comment or separator before the path, and line breaks. */
const ANNOUNCEMENT = 16;
/** A tokenizer trained on Latin text spends about a token on each character of other scripts, and one on three of its own. */
const DENSE_WEIGHT = 3;

/** How much of a prompt a neighbour takes, with its path: in characters of Latin text, or what costs as many tokens. */
export function neighbourLength({ path, text }: Pick<Neighbour, 'path' | 'text'>): number {
  return latinLength(text) + path.length + ANNOUNCEMENT;
}

/** The same of one as it is read: a path that is a comment is part of its text. */
export function promptNeighbourLength({ file = '', text }: PromptNeighbour): number {
  return latinLength(text) + file.length;
}

function latinLength(text: string): number {
  const dense = text.match(/[^\p{ASCII}\p{sc=Latin}]/gu)?.length ?? 0;
  return text.length + dense * (DENSE_WEIGHT - 1);
}
