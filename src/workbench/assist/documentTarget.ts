import * as vscode from 'vscode';
import { withDocComment } from '../../core/chat/edits/docComment.ts';
import { commentLanguage, documentSpan } from '../../core/chat/edits/documentSpan.ts';
import { type CodeTarget } from './codeTarget.ts';

/**
 * The target with the whole line it begins in, and with the comment that documents it already; or, in words, why no
 * comment can be written for it. Asked before the model is.
 */
export function documentTarget(target: CodeTarget): CodeTarget | string {
  const { document, item } = target;
  const languageId = commentLanguage(document.languageId, target.text);
  if (languageId === undefined) {
    return vscode.l10n.t('There are no comments in this language, so nothing can be documented here.');
  }
  if (item.kind === 'file') {
    return vscode.l10n.t('Select what is to be documented, or put the cursor into a function.');
  }
  const first = documentSpan((line) => document.lineAt(line).text, target.range.start.line);
  const range = target.range.with(new vscode.Position(first, 0));
  const text = document.getText(range);
  return withDocComment(text, '…', languageId) === undefined
    ? vscode.l10n.t('Select a function or a class whose body begins in a line of its own.')
    : { ...target, range, text };
}
