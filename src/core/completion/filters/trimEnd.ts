import { isOnlyClosers } from '../brackets.ts';
import { lineSuffix } from '../documentContext.ts';
import { type Filter, keep } from '../filter.ts';

/** Removes white space at line ends; one space stays where the suggestion would else run into the next word. */
export const trimEnd: Filter = (text, { document }) => {
  const trimmed = text.replace(/[ \t]+$/gm, '').trimEnd();
  const after = lineSuffix(document).charAt(0);
  const runsIntoWord = trimmed !== '' && /[ \t]$/.test(text) && !isOnlyClosers(after) && after.trim() !== '';
  return keep(runsIntoWord ? `${trimmed} ` : trimmed);
};
