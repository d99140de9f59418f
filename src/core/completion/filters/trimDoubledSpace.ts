import { linePrefix } from '../documentContext.ts';
import { type Filter, keep } from '../filter.ts';

/**
 * Leaves out the space a model writes although one already stands before the cursor. Longer runs, on either side,
 * are alignment, and stay.
 */
export const trimDoubledSpace: Filter = (text, { document }) =>
  keep(/\S[ \t]$/.test(linePrefix(document)) ? text.replace(/^ (?! )/, '') : text);
