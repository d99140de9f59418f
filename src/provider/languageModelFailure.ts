import * as vscode from 'vscode';
import { ChatFailure } from '../core/chat/chatEngine.ts';
import { type AnswerEnd } from '../core/chat/conversation.ts';
import { UnsupportedSchema } from '../core/chat/tools/schemaGrammar.ts';
import { asError } from '../core/text/asError.ts';

/** What another extension gets to read. The API has codes for missing models and permissions only. */
export function toLanguageModelFailure(error: unknown): Error {
  if (error instanceof ChatFailure) {
    return new Error(describeEnd(error.end), { cause: error });
  }
  if (error instanceof UnsupportedSchema) {
    return new Error(
      vscode.l10n.t(
        'This tool can’t be offered to a local model: “{0}” in its schema can’t be guaranteed ({1}).',
        error.keyword,
        error.path,
      ),
      { cause: error },
    );
  }
  return asError(error);
}

/** How an answer ended, for whoever asked from outside the panel. */
export function describeEnd(end: AnswerEnd): string {
  switch (end.kind) {
    case 'failed':
      return end.message;
    case 'interrupted':
      return end.reason === 'engineReplaced'
        ? vscode.l10n.t(
            'Another model was chosen, or the engine was ended, before the answer was. Ask again.',
          )
        : vscode.l10n.t('The engine ended before the answer did. Ask again.');
    case 'repeated':
      return vscode.l10n.t('The model began to repeat itself; the answer was stopped.');
    case 'stopped':
    case 'cut':
    case 'done':
      return vscode.l10n.t('The answer was stopped.');
  }
}
