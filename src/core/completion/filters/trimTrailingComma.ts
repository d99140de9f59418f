import { drop, type Filter, keep } from '../filter.ts';
import { isBlank } from '../lineText.ts';

/** Leaves out the comma before a closer of the document, which JSON does not allow, unlike the languages it looks like. */
export const trimTrailingComma: Filter = (text, { document: { languageId, suffix } }) => {
  const isLast = languageId === 'json' && /^\s*[}\]]/u.test(suffix);
  const kept = isLast ? text.replace(/,\s*$/u, '') : text;
  return kept !== text && isBlank(kept) ? drop('blank') : keep(kept);
};
