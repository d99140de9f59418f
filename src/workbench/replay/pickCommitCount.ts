import * as vscode from 'vscode';

/** The first is what is suggested. */
const COUNTS = [10, 5, 30];

/** Asks how many commits are typed. Undefined when the user leaves. */
export async function pickCommitCount(): Promise<number | undefined> {
  const items = COUNTS.map((count, index) => ({
    label: vscode.l10n.t('{0} commits', count),
    description: index === 0 ? vscode.l10n.t('suggested') : '',
    count,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('What Would It Have Typed for Me?'),
    placeHolder: vscode.l10n.t(
      'How many of the last commits shall be typed anew? It takes minutes, and can be cancelled.',
    ),
  });
  return picked?.count;
}
