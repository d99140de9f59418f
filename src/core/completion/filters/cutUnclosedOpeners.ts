import { type BracketState, scanBrackets } from '../brackets.ts';
import { type DocumentContext } from '../documentContext.ts';
import { drop, type Filter, keep } from '../filter.ts';
import { isMarkup, isProse } from '../languageTraits.ts';
import { isBlank } from '../lineText.ts';
import { replaceLength } from '../replaceRange.ts';
import { saysNothing } from '../saysNothing.ts';

/** What joins a bracket to the words before it says nothing without the bracket. */
const JOINT = /[\s,=:&|?<>+*/-]+$/u;

/** What opens something, and the beginning of most block comments. */
const OPENER = /[([{"'`]|\/\*/u;

/** How many brackets and quotes nothing closes once `part` stands at the cursor. */
function lacking(part: string, document: DocumentContext, atCursor: BracketState): number {
  const { languageId, suffix } = document;
  const rest = suffix.slice(replaceLength(part, document));
  const after = scanBrackets(part, languageId, atCursor);
  const onLine = scanBrackets(rest.split('\n', 1).join(), languageId, after);
  const below = scanBrackets(rest, languageId, after);
  const quote = /^["']$/u.test(onLine.until) || /^["'`]/u.test(below.until) ? 1 : 0;
  return after.unclosed + below.unclosed + below.open.length + quote;
}

/** Where a text may end: after its whole lines, the last first, and on the cursor's line before a bracket or a quote. */
function* ends(text: string): Generator<string> {
  for (let end = text.lastIndexOf('\n'); end > 0; end = text.lastIndexOf('\n', end - 1)) {
    yield text.slice(0, end);
  }
  const [first = ''] = text.split('\n', 1);
  for (let end = first.length - 1; end > 0; end--) {
    if (OPENER.test(first.charAt(end))) {
      yield first.slice(0, end).replace(JOINT, '');
    }
  }
}

/**
 * Ends the suggestion before what would stay open: an editor closes what a person types, not what is suggested. Where
 * nothing follows the cursor, what is opened may be closed later.
 */
export const cutUnclosedOpeners: Filter = (text, { document }) => {
  const { prefix, suffix, languageId } = document;
  if (!OPENER.test(text) || isBlank(suffix) || isProse(languageId) || isMarkup(languageId)) return keep(text);
  const atCursor = scanBrackets(prefix, languageId);
  const before = lacking('', document, atCursor);
  if (lacking(text, document, atCursor) <= before) return keep(text);
  for (const part of ends(text)) {
    if (!isBlank(part) && !saysNothing(part) && lacking(part, document, atCursor) <= before)
      return keep(part);
  }
  return drop('leavesOpen');
};
