import * as vscode from 'vscode';
import { type PromptFormat } from '../../core/chat/formats/promptFormat.ts';

/** For a question that is longer than the model can read. */
export function describeTooLong(promptTokens: number, budgetTokens: number): string {
  return vscode.l10n.t(
    'The question has {0} tokens; this model reads {1}. Shorten it.',
    promptTokens,
    budgetTokens,
  );
}

/** For what a model was never trained to answer. */
export function describeTooSmall(modelName: string, skill: PromptFormat['skill']): string {
  if (skill === 'none') {
    return vscode.l10n.t(
      '{0} only completes code and was never trained to answer. Choose a model for chat.',
      modelName,
    );
  }
  return vscode.l10n.t(
    '{0} is a tiny model: it can only explain (/explain) or document (/docs) selected code, in a sentence. Choose a larger model for anything else.',
    modelName,
  );
}
