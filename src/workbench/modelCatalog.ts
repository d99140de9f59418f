import path from 'node:path';
import { loadCatalogs, type CatalogReading, type LoadedCatalogs } from '../models/catalog/loadCatalogs.ts';
import { modelSourceSettings } from './settings.ts';

const BUILT_IN_CATALOG = path.join('models', 'catalog.json');

/**
 * Reads the catalog that ships inside the extension and those of the settings.
 *
 * @param read fetches the text behind an https address; absent where nothing may be fetched
 */
export function loadModelCatalog(
  extensionPath: string,
  read?: CatalogReading['read'],
): Promise<LoadedCatalogs> {
  const { catalogs: locations } = modelSourceSettings();
  const builtIn = path.join(extensionPath, BUILT_IN_CATALOG);
  return loadCatalogs(builtIn, { locations, ...(read === undefined ? {} : { read }) });
}
