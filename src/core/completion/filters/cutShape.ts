import { endOfBlock, endOfConstruct } from '../blockScope.ts';
import { type Filter, keep } from '../filter.ts';

/** Ends a one-line suggestion with its line, and a block where the text leaves the block. */
export const cutShape: Filter = (text, { document, shape, ablation, syntax }) => {
  if (shape === 'line') {
    const end = text.indexOf('\n');
    return keep(end === -1 ? text : text.slice(0, end));
  }
  const judge = ablation?.has('constructEnd') === true ? undefined : syntax;
  const ends = [endOfBlock(text, document), endOfConstruct(`${text}\n`, document, judge)];
  return keep(text.slice(0, Math.min(...ends.map((end) => end ?? text.length))));
};
