import * as vscode from 'vscode';
import { StillPanel } from '../stillPanel.ts';
import { ledgerHtml, type LedgerPageContent } from './ledgerHtml.ts';
import { ledgerStrings } from './ledgerStrings.ts';
import { ledgerWords } from './ledgerWords.ts';

/** Shows what suggestions were worth. */
export class LedgerPanel implements vscode.Disposable {
  readonly #panel = new StillPanel({
    viewType: 'openelm.ledger',
    title: vscode.l10n.t('What Were the Suggestions Worth?'),
    commands: ['openelm.showLedger', 'openelm.resetLedger', 'workbench.action.openSettings'],
    isBeside: false,
  });

  /** Whether somebody has it open. */
  get isOpen(): boolean {
    return this.#panel.isOpen;
  }

  show(content: LedgerPageContent): void {
    const words = ledgerWords(vscode.env.language, ledgerStrings());
    this.#panel.show((nonce) => ledgerHtml(content, words, nonce));
  }

  dispose(): void {
    this.#panel.dispose();
  }
}
