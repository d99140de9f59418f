import * as vscode from 'vscode';
import { type Reply } from '../../core/chat/edits/askOnce.ts';
import { documentEdit } from '../../core/chat/edits/documentEdit.ts';
import { editOfAnswer, type EditOfAnswer } from '../../core/chat/edits/editOfAnswer.ts';
import { strayBracket } from '../../core/chat/edits/strayBracket.ts';
import { describeEnd } from '../../provider/languageModelFailure.ts';
import { describeCut } from '../chat/describeCut.ts';
import { type ProposedEdit } from '../proposedEdits.ts';
import { withoutLinks } from '../withoutLinks.ts';
import { tell } from './tell.ts';
import { commentLanguageOf, selectedCode, type WantedChange } from './wantedChange.ts';

type Answered = Extract<Reply, { readonly kind: 'answered' }>;

/** Lets the user decide on an answer that is a whole replacement; takes back any other and says why. */
export async function finishProposal(
  wanted: WantedChange,
  answered: Answered,
  proposal: ProposedEdit,
): Promise<void> {
  const edit = editOf(wanted, answered);
  if (edit.kind === 'replace') {
    proposal.finish(edit.text);
    const told = [
      ...answered.cuts.map(describeCut),
      ...describeStray(wanted, edit.text),
      ...(answered.isRepeating ? [describeEnd({ kind: 'repeated' })] : []),
    ];
    if (told.length > 0) {
      tell(told.join(' '));
    }
    return;
  }
  await proposal.withdraw();
  switch (edit.kind) {
    case 'unchanged':
      tell(vscode.l10n.t('The model would change nothing here.'));
      return;
    case 'words':
      await offer(
        vscode.l10n.t('The model answered with words instead of code. Nothing was changed.'),
        vscode.l10n.t('Show the Answer'),
        answered.text,
      );
      return;
    case 'cut':
      await offer(describeCutCode(answered.isRepeating), vscode.l10n.t('Show What There Is'), answered.text);
      return;
    case 'abridged':
      await offer(
        vscode.l10n.t(
          'The model left code out (“{0}”), so its answer can’t replace it. Select less, then run the command again.',
          edit.line,
        ),
        vscode.l10n.t('Show What There Is'),
        answered.text,
      );
      return;
  }
}

/** A proposal with a bracket too many or too few is shown, since one key may mend it, but not in silence. */
function describeStray({ target }: WantedChange, replacement: string): readonly string[] {
  const stray = strayBracket(target.text, replacement, target.document.languageId);
  if (stray === undefined) {
    return [];
  }
  return [
    stray.kind === 'unclosed'
      ? vscode.l10n.t('Look at the proposal before you accept it: a “{0}” is missing in it.', stray.character)
      : vscode.l10n.t('Look at the proposal before you accept it: it has a “{0}” too many.', stray.character),
  ];
}

/** Whoever asks for a comment gets no other code: small models can't repeat code without changing it. */
function editOf({ change, target }: WantedChange, { text, isCut }: Answered): EditOfAnswer {
  const selected = selectedCode(target);
  return change.kind === 'document'
    ? documentEdit(text, isCut, selected, commentLanguageOf(target))
    : editOfAnswer(text, isCut, selected);
}

function describeCutCode(isRepeating: boolean): string {
  return isRepeating
    ? vscode.l10n.t(
        'The model began to repeat itself in the middle of the code, so its answer can’t replace it. Select less, or choose another model.',
      )
    : vscode.l10n.t(
        'The answer reached its limit in the middle of the code, so it can’t replace it. Select less, then run the command again.',
      );
}

async function offer(message: string, action: string, answer: string): Promise<void> {
  if ((await vscode.window.showWarningMessage(withoutLinks(`OpenELM: ${message}`), action)) === action) {
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: answer });
    await vscode.window.showTextDocument(document);
  }
}
