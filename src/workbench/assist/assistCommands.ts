import * as vscode from 'vscode';
import { type AssistCommandId } from './assistCommandIds.ts';
import { type AssistServices } from './assistServices.ts';
import { codeTarget } from './codeTarget.ts';
import { editSelection } from './editSelection.ts';
import { explainHere } from './explainHere.ts';
import { explainProblem } from './explainProblem.ts';
import { type Explanations } from './explanations.ts';
import { generateCommitMessage } from './generateCommitMessage.ts';
import { proposeChange } from './proposeChange.ts';
import { suggestNames } from './suggestNames.ts';

/** The argument is a code action's place or a repository's source control; keys and the palette give none. */
type Run = (argument: unknown) => Promise<void>;

/** Command id → what it does. */
export function assistCommandTable(
  services: AssistServices,
  explanations: Explanations,
): Readonly<Record<AssistCommandId, Run>> {
  const inPanel =
    (question: string): Run =>
    async (place) => {
      const target = await codeTarget(services.exclusions, place);
      if (target !== undefined) {
        await services.askInPanel(question, [target.item]);
      }
    };
  const change =
    (kind: 'fix' | 'document' | 'simplify', name: string): Run =>
    async (place) => {
      const target = await codeTarget(services.exclusions, place);
      if (target !== undefined) {
        await proposeChange(services, { change: { kind }, target, name });
      }
    };
  return {
    'openelm.explainSelection': inPanel('/explain'),
    'openelm.writeTests': inPanel('/tests'),
    'openelm.explainProblem': (place) => explainProblem(services, place),
    'openelm.explainHere': (place) =>
      explainHere(services, explanations, place, vscode.l10n.t('Explain Here')),
    'openelm.editSelection': (place) =>
      editSelection(services, place, vscode.l10n.t('Edit with an Instruction')),
    'openelm.fixSelection': change('fix', vscode.l10n.t('Fix')),
    'openelm.documentSelection': change('document', vscode.l10n.t('Document')),
    'openelm.simplifySelection': change('simplify', vscode.l10n.t('Simplify')),
    'openelm.suggestNames': () => suggestNames(services, vscode.l10n.t('Rename Suggestions')),
    'openelm.generateCommitMessage': (sourceControl) =>
      generateCommitMessage(services, sourceControl, vscode.l10n.t('Generate a Commit Message')),
  };
}
