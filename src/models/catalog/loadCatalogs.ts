import { CatalogError } from './catalogError.ts';
import { catalogLocation } from './catalogLocation.ts';
import { mergeCatalogs, type MergedCatalog, type OriginalCatalog } from './mergeCatalogs.ts';
import { parseCatalog } from './parseCatalog.ts';
import { readCatalogFile } from './readCatalogFile.ts';

/** What there is, and why some catalogs are missing from it. */
export interface LoadedCatalogs {
  readonly catalog: MergedCatalog;
  readonly problems: readonly CatalogError[];
}

/** How catalogs are got that are not built in. */
export interface CatalogReading {
  /** As they stand in the setting: absolute paths and https addresses. */
  readonly locations: readonly string[];
  /** Fetches the text behind an https address; absent where nothing may be fetched. */
  readonly read?: (address: string) => Promise<string>;
}

/**
 * Reads the built-in catalog and those of the user. One that can’t be used is left out and told about: the others stay.
 * Rejects with a CatalogError only for the built-in file.
 *
 * @param builtInFile path of `models/catalog.json`
 */
export async function loadCatalogs(builtInFile: string, reading: CatalogReading): Promise<LoadedCatalogs> {
  const builtIn = parseCatalog(await readCatalogFile(builtInFile), builtInFile);
  const problems: CatalogError[] = [];
  const accepted: OriginalCatalog[] = [];
  let merged = mergeCatalogs(builtIn, []);
  for (const location of reading.locations) {
    try {
      const catalog = parseCatalog(await readText(location, reading.read), location);
      // The one that names what none describes is the one that is left out.
      merged = mergeCatalogs(builtIn, [...accepted, { catalog, origin: location }]);
      accepted.push({ catalog, origin: location });
    } catch (error) {
      problems.push(toCatalogError(error, location));
    }
  }
  return { catalog: merged, problems };
}

async function readText(location: string, read: CatalogReading['read']): Promise<string> {
  const found = catalogLocation(location);
  if (found.kind === 'file') {
    return readCatalogFile(found.path);
  }
  if (read === undefined) {
    throw new CatalogError('unreadable', { catalog: location, reason: 'offline' });
  }
  return read(found.address);
}

function toCatalogError(error: unknown, catalog: string): CatalogError {
  return error instanceof CatalogError
    ? error
    : new CatalogError('unreadable', { catalog, reason: error instanceof Error ? error.message : String(error) });
}
