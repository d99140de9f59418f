import * as vscode from 'vscode';
import { type AcceptedLicences } from '../acceptedLicences.ts';
import { type KeptPlaces } from './keptData.ts';

/** Every command on what is kept for the user, as package.json lists them. */
type KeptCommandId = 'openelm.models.licences' | 'openelm.models.forgetToken' | 'openelm.models.kept';

interface KeptServices extends KeptPlaces {
  readonly extensionPath: string;
  readonly licences: AcceptedLicences;
}

/** Registers the commands on consents, access tokens and files that outlive the extension; each is loaded on request. */
export function registerKeptCommands(services: KeptServices): vscode.Disposable[] {
  const table: Readonly<Record<KeptCommandId, () => Promise<void>>> = {
    'openelm.models.licences': async () => {
      const { showAcceptedLicences } = await import('./acceptedLicencesList.ts');
      const { loadModelCatalog } = await import('../modelCatalog.ts');
      await showAcceptedLicences(services.licences, await loadModelCatalog(services.extensionPath));
    },
    'openelm.models.forgetToken': async () => {
      const { forgetToken } = await import('../askForToken.ts');
      await forgetToken(services.tokens);
    },
    'openelm.models.kept': async () => {
      const { showKeptData } = await import('./keptData.ts');
      await showKeptData(services);
    },
  };
  return Object.entries(table).map(([id, run]) => vscode.commands.registerCommand(id, run));
}
