import { scanBrackets } from '../brackets.ts';
import { type DocumentContext } from '../documentContext.ts';
import { drop, type Filter, keep } from '../filter.ts';
import { isBlank } from '../lineText.ts';
import { replaceLength } from '../replaceRange.ts';
import { type SyntaxJudge } from '../syntaxJudge.ts';
import { isWorthShowing } from '../worthShowing.ts';

/** A document with more faults is not in the language that it is said to be in: a template, a dialect, macros. */
const MAX_FAULTS = 10;

/** A word, quotes in a row, or one other sign. */
const TOKEN = /[\p{L}\p{M}\p{N}_$]+|(["'`])\1*|\S/gu;

/** Where a text may end: after its whole lines, the last first, and within its first line after a word or a sign. */
function* ends(text: string): Generator<string> {
  for (let end = text.lastIndexOf('\n'); end > 0; end = text.lastIndexOf('\n', end - 1)) {
    yield text.slice(0, end);
  }
  const [first = ''] = /^\s*.*/u.exec(text) ?? [];
  for (const { index, 0: token } of [...first.matchAll(TOKEN)].reverse()) {
    yield first.slice(0, index + token.length);
  }
}

/** The rest of a word that stands half-written at the cursor: what it breaks, the author is about to break. */
function restOfWord(text: string, { prefix }: DocumentContext): string {
  const [rest = ''] = /[\p{L}\p{M}\p{N}_$]$/u.test(prefix) ? (/^[\p{L}\p{M}\p{N}_$]+/u.exec(text) ?? []) : [];
  return rest;
}

/** The head of a function, a loop or a branch, as far as its sign tells: what it lacks is the body that comes next. */
const isHead = (part: string): boolean => part.trimEnd().endsWith(')');

const emptyBody = (languageId: string): string => (languageId === 'python' ? ': pass' : ' {}');

/** Counts the document's faults with a beginning of the text; where nothing follows, what is open may be closed later. */
function faultCount(document: DocumentContext, syntax: SyntaxJudge): (part: string) => number | undefined {
  const { prefix, suffix, languageId } = document;
  const faultsWith = syntax.at(document);
  if (faultsWith === undefined) return () => undefined;
  if (!isBlank(suffix)) return (part) => faultsWith(part, replaceLength(part, document));
  const atCursor = scanBrackets(prefix, languageId);
  return (part) => {
    const { until, open } = scanBrackets(part, languageId, atCursor);
    const owed = open.toReversed().map((closer) => (closer === '${' ? '}' : closer));
    return faultsWith(part + until + owed.join(''), replaceLength(part, document));
  };
}

/**
 * Ends the suggestion before what breaks the document: with it, the document must not have more faults than without it.
 * What is unfinished at the cursor is a fault already, and no reason to show nothing.
 */
export const cutBrokenSyntax: Filter = (text, { document, syntax }) => {
  if (syntax === undefined || isBlank(text)) return keep(text);
  const faultsOf = faultCount(document, syntax);
  const before = faultsOf('') ?? Infinity;
  if (before > MAX_FAULTS) return keep(text);
  const adds = (part: string, ifUnknown: number): boolean => (faultsOf(part) ?? ifUnknown) > before;
  const body = emptyBody(document.languageId);
  const isSound = (part: string, ifUnknown: number): boolean =>
    !adds(part, ifUnknown) || (isHead(part) && !adds(part + body, Infinity));
  if (isSound(text, before)) return keep(text);
  for (const part of ends(text)) {
    // What can't be told in time is no better than the whole, which is known to be bad.
    if (isWorthShowing(part) && isSound(part, Infinity)) return keep(part);
  }
  const rest = restOfWord(text, document);
  return isWorthShowing(rest) ? keep(rest) : drop('breaksSyntax');
};
