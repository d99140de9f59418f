import type * as vscode from 'vscode';
import { type ReadText } from '../../core/ledger/suggestionTracker.ts';
import { LedgerFolder } from './ledgerFolder.ts';
import { LedgerKeeper } from './ledgerKeeper.ts';

/** The keeper of this window, with the clock and the disk of this machine. */
export function createKeeper(folder: string, textOf: ReadText, log: vscode.LogOutputChannel): LedgerKeeper {
  return new LedgerKeeper({
    folder: new LedgerFolder(folder),
    textOf,
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => {
        clearTimeout(timer);
      };
    },
    warn: (message) => {
      log.warn(message);
    },
  });
}
