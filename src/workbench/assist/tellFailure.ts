import * as vscode from 'vscode';
import { type Failure } from '../../core/chat/edits/askOnce.ts';
import { describeTooLong } from '../chat/chatLimits.ts';

/** Says why a command brought nothing and offers the next step. Stopping needs no word. */
export async function tellFailure(failure: Failure, command: string, again: () => void): Promise<void> {
  const chooseModel = vscode.l10n.t('Choose a Model File…');
  const showLog = vscode.l10n.t('Show the Log');
  const tryAgain = vscode.l10n.t('Try Again');
  const { message, actions } = describe(failure, command, { chooseModel, showLog, tryAgain });
  if (message === '') {
    return;
  }
  switch (await vscode.window.showWarningMessage(`OpenELM: ${message}`, ...actions)) {
    case chooseModel:
      await vscode.commands.executeCommand('openelm.chooseModel');
      return;
    case showLog:
      await vscode.commands.executeCommand('openelm.showLog');
      return;
    case tryAgain:
      again();
      return;
    case undefined:
      return;
  }
}

interface Actions {
  readonly chooseModel: string;
  readonly showLog: string;
  readonly tryAgain: string;
}

function describe(
  failure: Failure,
  command: string,
  { chooseModel, showLog, tryAgain }: Actions,
): { readonly message: string; readonly actions: readonly string[] } {
  switch (failure.kind) {
    case 'stopped':
      return { message: '', actions: [] };
    case 'tooSmall':
      return { message: describeModelNeeded(failure.model, failure.skill, command), actions: [chooseModel] };
    case 'codeTooLong':
      return {
        message: vscode.l10n.t(
          'This code is too long for the model, which can rewrite about {0} lines of it at once. Select less, or choose a model with a longer context.',
          failure.lines,
        ),
        actions: [chooseModel],
      };
    case 'tooLong':
      return { message: describeTooLong(failure.promptTokens, failure.budgetTokens), actions: [chooseModel] };
    case 'interrupted':
      return {
        message:
          failure.reason === 'engineReplaced'
            ? vscode.l10n.t('The model was changed or let go while it answered. Nothing was changed.')
            : vscode.l10n.t('The engine ended before the answer did. Nothing was changed.'),
        actions: [tryAgain, showLog],
      };
    case 'failed':
      return { message: failure.message, actions: [chooseModel, showLog] };
  }
}

/** Which kind of model a command needs, for one that was never trained for it. */
function describeModelNeeded(
  model: string,
  skill: 'conversation' | 'oneSentence' | 'none',
  command: string,
): string {
  return skill === 'oneSentence'
    ? vscode.l10n.t(
        '{0} can only explain or document code, in a sentence. “{1}” needs a model that follows instructions: a GGUF file with “Instruct” or “Chat” in its name.',
        model,
        command,
      )
    : vscode.l10n.t(
        '{0} only completes code. “{1}” needs a model that follows instructions: a GGUF file with “Instruct” or “Chat” in its name.',
        model,
        command,
      );
}
