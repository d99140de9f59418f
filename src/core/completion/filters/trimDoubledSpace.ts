import { linePrefix } from '../documentContext.ts';
import { type Filter, keep } from '../filter.ts';
import { isBlank } from '../lineText.ts';

/** Leaves out the space a model writes although one already stands before the cursor. */
export const trimDoubledSpace: Filter = (text, { document }) => {
  const before = linePrefix(document);
  return keep(!isBlank(before) && /[ \t]$/.test(before) ? text.replace(/^ +/, '') : text);
};
