import { CatalogError } from './catalogError.ts';
import { catalogLocation } from './catalogLocation.ts';
import { mergeCatalogs, type MergedCatalog, type OriginalCatalog } from './mergeCatalogs.ts';
import { parseCatalog } from './parseCatalog.ts';
import { readCatalogFile } from './readCatalogFile.ts';
import { type EarlierCatalog, type RemoteCatalog } from './readRemoteCatalog.ts';

/** What there is, and why some catalogs are missing from it. */
export interface LoadedCatalogs {
  readonly catalog: MergedCatalog;
  readonly problems: readonly CatalogError[];
  /** Catalogs that are those of an earlier day, and why. */
  readonly earlier: readonly EarlierCatalog[];
}

/** How catalogs are got that are not built in. */
export interface CatalogReading {
  /** As they stand in the setting: absolute paths and https addresses. */
  readonly locations: readonly string[];
  /** Fetches the catalog behind an https address; absent where nothing may be fetched. */
  readonly read?: (address: string) => Promise<RemoteCatalog>;
}

/**
 * Reads the built-in catalog and those of the user. One that can’t be used is left out and told about: the others stay.
 * Rejects with a CatalogError only for the built-in file, and with an AbortError of `reading.read`.
 *
 * @param builtInFile path of `models/catalog.json`
 */
export async function loadCatalogs(builtInFile: string, reading: CatalogReading): Promise<LoadedCatalogs> {
  const builtIn = parseCatalog(await readCatalogFile(builtInFile), builtInFile);
  const locations = [...new Set(reading.locations)];
  const readings = await Promise.allSettled(locations.map((location) => readCatalog(location, reading.read)));
  const problems: CatalogError[] = [];
  const earlier: EarlierCatalog[] = [];
  const accepted: OriginalCatalog[] = [];
  let merged = mergeCatalogs(builtIn, []);
  for (const [index, result] of readings.entries()) {
    const origin = locations[index] ?? '';
    try {
      const read = valueOf(result);
      // The one that names what none describes is the one that is left out.
      merged = mergeCatalogs(builtIn, [...accepted, { catalog: read.catalog, origin }]);
      accepted.push({ catalog: read.catalog, origin });
      earlier.push(...(read.earlier === undefined ? [] : [read.earlier]));
    } catch (error) {
      problems.push(toCatalogError(error, origin));
    }
  }
  return { catalog: merged, problems, earlier };
}

async function readCatalog(location: string, read: CatalogReading['read']): Promise<RemoteCatalog> {
  const found = catalogLocation(location);
  if (found.kind === 'file') {
    return { catalog: parseCatalog(await readCatalogFile(found.path), location) };
  }
  if (read === undefined) {
    throw new CatalogError('unreadable', { catalog: location, reason: 'offline' });
  }
  return read(found.address);
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') {
    throw result.reason;
  }
  return result.value;
}

function toCatalogError(error: unknown, catalog: string): CatalogError {
  if (error instanceof Error && error.name === 'AbortError') {
    throw error;
  }
  return error instanceof CatalogError
    ? error
    : new CatalogError('unreadable', {
        catalog,
        reason: error instanceof Error ? error.message : String(error),
      });
}
