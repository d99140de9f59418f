import * as vscode from 'vscode';
import { problemsItem } from '../chat/contextItems.ts';
import { type AssistServices } from './assistServices.ts';
import { codeTarget, findPlace } from './codeTarget.ts';
import { tell } from './tell.ts';

/** Asks in the panel what the problems of a place mean, or those of the cursor's line, with the code around them. */
export async function explainProblem(services: AssistServices, place: unknown): Promise<void> {
  const found = await findPlace(place);
  const problems =
    found === undefined ? undefined : problemsItem(found.document, wholeLines(found.document, found.range));
  if (found === undefined || problems === undefined) {
    tell(
      vscode.l10n.t(
        'No problem is reported here. Put the cursor on a line with one, then run this command again.',
      ),
    );
    return;
  }
  const around = { uri: found.document.uri, range: new vscode.Range(found.range.start, found.range.start) };
  const target = await codeTarget(services.exclusions, around);
  if (target !== undefined) {
    const question = vscode.l10n.t('What does the reported problem mean, and how is it solved?');
    await services.askInPanel(question, [target.item, problems]);
  }
}

function wholeLines(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  return new vscode.Range(start.with({ character: 0 }), document.lineAt(end.line).range.end);
}
