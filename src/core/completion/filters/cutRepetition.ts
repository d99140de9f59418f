import { drop, type Filter, keep } from '../filter.ts';
import { isBlank } from '../lineText.ts';
import { repetitionStart } from '../repetition.ts';

/** Keeps what a looping model said the first time. */
export const cutRepetition: Filter = (text) => {
  const start = repetitionStart(text);
  if (start === undefined) return keep(text);
  const before = text.slice(0, start);
  return isBlank(before) ? drop('repeatsItself') : keep(before);
};
