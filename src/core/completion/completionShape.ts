import { opensBlock } from './blockOpener.ts';
import { isOnlyClosers } from './brackets.ts';
import { isCommentLine } from './commentSyntax.ts';
import { type DocumentContext, linePrefix, lineSuffix } from './documentContext.ts';
import { isProse } from './languageTraits.ts';
import { indentationColumns, isBlank, lastVisibleLine } from './lineText.ts';

/** How far a suggestion may go: to the end of the line, or over the lines of a block. */
export type CompletionShape = 'line' | 'block';

/** `- `, `* `, `3. `, `- [ ] `: a list item that says nothing yet. */
const EMPTY_LIST_ITEM = /^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?$/;

/** Chooses how far the suggestion at the cursor may go. Several lines cost time, so they must be likely. */
export function completionShape(document: DocumentContext): CompletionShape {
  if (document.oneLine === true) return 'line';
  const before = linePrefix(document);
  const after = lineSuffix(document);
  if (!isOnlyClosers(after)) return 'line';
  if (isProse(document.languageId))
    return isBlank(after) && startsPassage(document, before) ? 'block' : 'line';
  if (!isBlank(after)) return opensBody(before, after) ? 'block' : 'line';
  if (!isBlank(before)) return opensBlockAtLineEnd(before, document.languageId) ? 'block' : 'line';
  return isOpenSpace(document) ? 'block' : 'line';
}

/** A new list item, or the first line of a paragraph. */
function startsPassage({ prefix }: DocumentContext, before: string): boolean {
  return EMPTY_LIST_ITEM.test(before) || (isBlank(before) && /(?:^|\n)[ \t]*\n[ \t]*$/.test(`\n${prefix}`));
}

/** A body whose closing brace the editor has added already: `=> {█})`, but not `import {█}`. */
const opensBody = (before: string, after: string): boolean =>
  after.startsWith('}') && /(?:\)|=>|\b(?:else|do|try|finally))\s*\{\s*$/.test(before);

/** At the end of a line an open call or list rather goes on within the line. */
const opensBlockAtLineEnd = (before: string, languageId: string): boolean =>
  opensBlock(before, languageId) && !/(?:[([]|\$\{|=>)\s*$/.test(before);

/** An empty line with room for several: after an opener or a comment, or at the end of an indented body. */
function isOpenSpace(document: DocumentContext): boolean {
  const { prefix, suffix, languageId, indentation } = document;
  const above = prefix.slice(0, prefix.lastIndexOf('\n') + 1);
  const lineAbove = above.split('\n').at(-2) ?? '';
  const columns = indentationColumns(linePrefix(document), indentation.size);
  const next = suffix.split('\n').find((line) => !isBlank(line));
  const isLastOfBody = next === undefined || indentationColumns(next, indentation.size) < columns;
  if (opensBlock(lastVisibleLine(above) ?? '', languageId)) return isLastOfBody || isOnlyClosers(next);
  return isCommentLine(lineAbove, languageId) || (columns > 0 && isLastOfBody);
}
