import * as vscode from 'vscode';
import { systemClock } from '../engine/clock.ts';
import { CatalogCopies } from '../models/catalog/catalogCopies.ts';
import { isCatalogAddress } from '../models/catalog/catalogLocation.ts';
import { type EarlierCatalog, readRemoteCatalog } from '../models/catalog/readRemoteCatalog.ts';
import { type LoadedCatalogs } from '../models/catalog/loadCatalogs.ts';
import { describeCatalogError } from './describeCatalogError.ts';
import { loadModelCatalog } from './modelCatalog.ts';
import { modelSourceSettings } from './settings.ts';

/** What reading catalogs needs of the window. */
export interface CatalogServices {
  readonly extensionPath: string;
  /** Where the copies of those behind addresses lie. */
  readonly copiesFolder: string;
  /** Told of every address that is contacted. */
  readonly log: vscode.LogOutputChannel;
}

/**
 * Reads every catalog, those behind addresses too: their hosts are contacted. Undefined when the user cancels. Rejects
 * with a CatalogError only for the built-in one.
 */
export async function readAllCatalogs({
  extensionPath,
  copiesFolder,
  log,
}: CatalogServices): Promise<LoadedCatalogs | undefined> {
  const addresses = modelSourceSettings().catalogs.filter(isCatalogAddress);
  const copies = new CatalogCopies(copiesFolder);
  await copies.retain(addresses).catch((error: unknown) => {
    log.warn(`Catalogs: ${String(error)}`);
  });
  if (addresses.length === 0) {
    return loadModelCatalog(extensionPath);
  }
  const control = new AbortController();
  const host = {
    clock: systemClock,
    today: () => new Date(),
    signal: control.signal,
    log: (line: string) => {
      log.info(`Catalog: ${line}`);
    },
    copies,
  };
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('OpenELM: reading the catalogs of your settings'),
      cancellable: true,
    },
    async (_progress, token) => {
      token.onCancellationRequested(() => {
        control.abort();
      });
      try {
        return await loadModelCatalog(extensionPath, (address) => readRemoteCatalog(address, host));
      } catch (error) {
        if (control.signal.aborted) {
          return undefined;
        }
        throw error;
      }
    },
  );
}

/** Of which day a catalog is, and why it is not newer. */
export function describeEarlierCatalog({ date, problem }: EarlierCatalog): string {
  const day = date.toLocaleDateString(vscode.env.language, { dateStyle: 'medium' });
  return vscode.l10n.t('{0} The copy of {1} is used.', describeCatalogError(problem), day);
}
