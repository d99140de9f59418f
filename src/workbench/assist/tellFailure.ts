import * as vscode from 'vscode';
import { type Failure } from '../../core/chat/edits/askOnce.ts';
import { describeTooLong } from '../chat/chatLimits.ts';

/** A button below a message, and what it does. */
interface Step {
  readonly label: string;
  readonly run: () => unknown;
}

/** Says why a command brought nothing and offers the next steps. Stopping needs no word. */
export async function tellFailure(failure: Failure, command: string, again: () => void): Promise<void> {
  const { message, steps } = describe(failure, command, again);
  if (message === '') {
    return;
  }
  const labels = steps.map(({ label }) => label);
  const chosen = await vscode.window.showWarningMessage(`OpenELM: ${message}`, ...labels);
  await steps.find(({ label }) => label === chosen)?.run();
}

function runs(label: string, command: string): Step {
  return { label, run: () => vscode.commands.executeCommand(command) };
}

/** To a model that can do it: one of the catalog, or a file that is here. */
function otherModel(): readonly Step[] {
  return [
    runs(vscode.l10n.t('Get a Model…'), 'openelm.models.get'),
    runs(vscode.l10n.t('Choose a Model File…'), 'openelm.chooseModel'),
  ];
}

function describe(
  failure: Failure,
  command: string,
  again: () => void,
): { readonly message: string; readonly steps: readonly Step[] } {
  const showLog = runs(vscode.l10n.t('Show the Log'), 'openelm.showLog');
  switch (failure.kind) {
    case 'stopped':
      return { message: '', steps: [] };
    case 'tooSmall':
      return { message: describeModelNeeded(failure.model, failure.skill, command), steps: otherModel() };
    case 'codeTooLong':
      return {
        message: vscode.l10n.t(
          'This code is too long for the model, which can rewrite about {0} lines of it at once. Select less, or choose a model with a longer context.',
          failure.lines,
        ),
        steps: otherModel(),
      };
    case 'tooLong':
      return { message: describeTooLong(failure.promptTokens, failure.budgetTokens), steps: otherModel() };
    case 'interrupted':
      return {
        message:
          failure.reason === 'engineReplaced'
            ? vscode.l10n.t('The model was changed or let go while it answered. Nothing was changed.')
            : vscode.l10n.t('The engine ended before the answer did. Nothing was changed.'),
        steps: [{ label: vscode.l10n.t('Try Again'), run: again }, showLog],
      };
    case 'failed':
      return {
        message: failure.message,
        steps: [runs(vscode.l10n.t('Choose a Model File…'), 'openelm.chooseModel'), showLog],
      };
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
