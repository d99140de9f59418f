import * as vscode from 'vscode';
import { LedgerPanel } from '../../webview/ledger/ledgerPanel.ts';
import { type CommandTable } from '../registerTable.ts';
import { generalLearnable, isLedgerEnabled } from '../settings.ts';
import { type LedgerCommandId } from './ledgerCommandIds.ts';
import { type SuggestionLedger } from './suggestionLedger.ts';

/** What a person may do with the ledger: look at it, and have it removed. */
export class LedgerPage implements vscode.Disposable {
  readonly commands: CommandTable<LedgerCommandId> = {
    'openelm.showLedger': () => this.#show(),
    'openelm.resetLedger': () => this.#reset(),
  };
  readonly #panel = new LedgerPanel();

  readonly #listener: vscode.Disposable;

  constructor(
    private readonly ledger: Pick<SuggestionLedger, 'folder' | 'learnt' | 'report' | 'reset' | 'onDidReset'>,
  ) {
    this.#listener = ledger.onDidReset(() => {
      if (this.#panel.isOpen) {
        void this.#show();
      }
    });
  }

  dispose(): void {
    this.#listener.dispose();
    this.#panel.dispose();
  }

  async #show(): Promise<void> {
    try {
      const report = await this.ledger.report();
      const settings = generalLearnable();
      const learnt = this.ledger.learnt(settings);
      const { folder } = this.ledger;
      this.#panel.show({ report, folder, isEnabled: isLedgerEnabled(), settings, learnt });
    } catch (error) {
      tellFailure(error);
    }
  }

  async #reset(): Promise<void> {
    const remove = vscode.l10n.t('Reset');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Forget what the suggestions were worth?'),
      {
        modal: true,
        detail: vscode.l10n.t('All counts of all days are removed from this disk. This can’t be undone.'),
      },
      remove,
    );
    if (answer !== remove) {
      return;
    }
    try {
      await this.ledger.reset();
    } catch (error) {
      tellFailure(error);
      return;
    }
    vscode.window.setStatusBarMessage(vscode.l10n.t('OpenELM: the ledger was reset'), 4000);
  }
}

function tellFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  void vscode.window.showErrorMessage(vscode.l10n.t('OpenELM: the ledger can’t be read: {0}', message));
}
