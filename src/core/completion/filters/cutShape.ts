import { endOfBlock } from '../blockScope.ts';
import { type Filter, keep } from '../filter.ts';

/** Ends a one-line suggestion with its line, and a block where the text leaves the block. */
export const cutShape: Filter = (text, { document, shape }) => {
  const end = shape === 'line' ? text.indexOf('\n') : (endOfBlock(text, document) ?? -1);
  return keep(end === -1 ? text : text.slice(0, end));
};
