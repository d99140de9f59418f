import * as vscode from 'vscode';
import { CATALOG_SENTENCES, type CatalogError } from '../models/catalog/catalogError.ts';

/** Why a catalog, or the hub's address, can’t be used, and what to do. */
export function describeCatalogError({ code, detail }: CatalogError): string {
  return vscode.l10n.t(CATALOG_SENTENCES[code], detail);
}
