import * as vscode from 'vscode';
import { type Cut } from '../../core/chat/conversation.ts';

/** What did not fit into a prompt, as a sentence. */
export function describeCut(cut: Cut): string {
  switch (cut.kind) {
    case 'itemDropped':
      return vscode.l10n.t('{0} did not fit and was left out.', cut.label);
    case 'itemShortened':
      return vscode.l10n.t(
        'Of {0}, lines {1} to {2} of {3} fit.',
        cut.label,
        cut.firstLine + 1,
        cut.lastLine + 1,
        cut.lines,
      );
    case 'turnsDropped':
      return vscode.l10n.t('The {0} oldest questions of this conversation did not fit.', cut.turns);
    case 'earlierContextDropped':
      return vscode.l10n.t('The context of {0} earlier questions did not fit.', cut.turns);
  }
}
