import * as vscode from 'vscode';
import { type Reply } from '../../core/chat/edits/askOnce.ts';
import { withDocComment } from '../../core/chat/edits/docComment.ts';
import { editOfAnswer, type EditOfAnswer } from '../../core/chat/edits/editOfAnswer.ts';
import { describeEnd } from '../../provider/languageModelFailure.ts';
import { describeCut } from '../chat/describeCut.ts';
import { type ProposedEdit } from '../proposedEdits.ts';
import { tell } from './tell.ts';
import { selectedCode, type WantedChange } from './wantedChange.ts';

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

/** Models that know one sentence at a time document in words, which become a comment here. */
function editOf({ change, target }: WantedChange, { text, isCut, skill }: Answered): EditOfAnswer {
  if (skill !== 'oneSentence' || change.kind !== 'document') {
    return editOfAnswer(text, isCut, selectedCode(target));
  }
  if (isCut) {
    return { kind: 'cut', code: text };
  }
  const commented = withDocComment(target.text, text, target.document.languageId);
  return commented === undefined ? { kind: 'words' } : { kind: 'replace', text: commented };
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
  if ((await vscode.window.showWarningMessage(`OpenELM: ${message}`, action)) === action) {
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: answer });
    await vscode.window.showTextDocument(document);
  }
}
