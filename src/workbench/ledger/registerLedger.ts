import * as vscode from 'vscode';
import { OnDemand } from '../onDemand.ts';
import { registerTable } from '../registerTable.ts';
import { LEDGER_COMMAND_IDS } from './ledgerCommandIds.ts';
import { ACCEPTED_COMMAND, type SuggestionLedger } from './suggestionLedger.ts';

/** The ledger and what leads to it; its page is loaded when it is first asked for. */
export function registerLedger(ledger: SuggestionLedger): { dispose(): unknown }[] {
  const page = new OnDemand(async () => {
    const { LedgerPage } = await import('./ledgerPage.ts');
    return new LedgerPage(ledger);
  });
  return [
    ledger,
    page,
    vscode.commands.registerCommand(ACCEPTED_COMMAND, (itemId: unknown) => {
      ledger.accepted(itemId);
    }),
    ...registerTable(LEDGER_COMMAND_IDS, async () => (await page.get()).commands),
  ];
}
