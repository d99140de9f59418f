import * as vscode from 'vscode';
import { type Failure } from '../../core/chat/edits/askOnce.ts';
import { modelReadiness } from '../../core/chat/edits/modelReadiness.ts';
import { editRequest } from '../../core/chat/edits/editRequest.ts';
import { type AssistServices } from './assistServices.ts';
import { codeTarget } from './codeTarget.ts';
import { proposeChange } from './proposeChange.ts';
import { tellFailure } from './tellFailure.ts';

/** Asks what shall become of the code and proposes it. The model is looked at while the user types. */
export async function editSelection(services: AssistServices, place: unknown, name: string): Promise<void> {
  const target = await codeTarget(services.exclusions, place);
  if (target === undefined) {
    return;
  }
  const input = new vscode.CancellationTokenSource();
  const asked = {
    ...editRequest({ kind: 'instruction', text: '' }),
    context: [target.item],
    preferredFormat: services.preferredFormat(),
  };
  let failure: Failure | undefined;
  const look = modelReadiness(services.engine, asked).then((found) => {
    failure = found;
    if (found !== undefined) {
      // Nobody shall write an instruction that can't be followed.
      input.cancel();
    }
  });
  const text = await vscode.window.showInputBox(
    {
      title: name,
      prompt: vscode.l10n.t('What shall change in {0}?', target.item.label),
      placeHolder: vscode.l10n.t('handle an empty list'),
    },
    input.token,
  );
  if (failure !== undefined) {
    await tellFailure(failure, name, () => void editSelection(services, place, name));
  } else if (text !== undefined && text.trim() !== '') {
    await proposeChange(services, { change: { kind: 'instruction', text }, target, name });
  }
  await look;
  input.dispose();
}
