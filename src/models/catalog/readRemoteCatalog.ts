import { withoutSecrets } from '../download/allowedAddress.ts';
import { DownloadError } from '../download/downloadError.ts';
import { type ConnectionHost } from '../download/downloadHost.ts';
import { fetchText } from '../download/fetchText.ts';
import { type CatalogCopies, type CatalogCopy } from './catalogCopies.ts';
import { CatalogError } from './catalogError.ts';
import { type Catalog } from './catalogSchema.ts';
import { MAX_CATALOG_BYTES, parseCatalog } from './parseCatalog.ts';

/** A catalog from an address. */
export interface RemoteCatalog {
  readonly catalog: Catalog;
  /** Set where what the address has now could not be used and an earlier copy stands in for it. */
  readonly earlier?: EarlierCatalog;
}

/** Of when a catalog is that is used, and why not a newer one. */
export interface EarlierCatalog {
  readonly date: Date;
  readonly problem: CatalogError;
}

/** What reading a catalog from an address needs. */
export interface RemoteCatalogHost extends ConnectionHost {
  readonly copies: CatalogCopies;
  readonly today: () => Date;
  /** Milliseconds from asking to the last byte; 20 s without it. */
  readonly mostMs?: number;
}

const MOST_MS = 20_000;

interface UsableCopy extends CatalogCopy {
  readonly catalog: Catalog;
}

/**
 * Fetches a catalog and keeps it for the times when it can't be had. The copy stands in for what can't be fetched and
 * for what breaks the schema, but not for what was taken away. An address may hold a key: errors go without its query.
 * Rejects with a CatalogError, or with the reason of the signal.
 */
export async function readRemoteCatalog(address: string, host: RemoteCatalogHost): Promise<RemoteCatalog> {
  const copy = await usableCopy(address, host.copies);
  try {
    return { catalog: await fetchCatalog(address, copy, host) };
  } catch (error) {
    host.signal.throwIfAborted();
    const problem = toCatalogError(error, withoutSecrets(address));
    host.log(problem.message);
    if (problem.code === 'gone') {
      await host.copies.forget(address).catch(ignoring(host));
    }
    if (copy === undefined || problem.code === 'gone') {
      throw problem;
    }
    return { catalog: copy.catalog, earlier: { date: new Date(copy.date), problem } };
  }
}

/** Undefined for one that this version of the schema refuses: its ETag must not keep a newer one away. */
async function usableCopy(address: string, copies: CatalogCopies): Promise<UsableCopy | undefined> {
  const copy = await copies.read(address);
  try {
    return copy === undefined
      ? undefined
      : { ...copy, catalog: parseCatalog(copy.text, withoutSecrets(address)) };
  } catch {
    return undefined;
  }
}

async function fetchCatalog(
  address: string,
  copy: UsableCopy | undefined,
  host: RemoteCatalogHost,
): Promise<Catalog> {
  const { mostMs = MOST_MS } = host;
  const fetched = await fetchText({ address, etag: copy?.etag, mostBytes: MAX_CATALOG_BYTES, mostMs }, host);
  if (fetched.kind === 'tooLarge') {
    const [size = 0, limit = 0] = [fetched.bytes, MAX_CATALOG_BYTES].map((bytes) => Math.ceil(bytes / 1000));
    throw new CatalogError('tooLarge', { catalog: withoutSecrets(address), size, limit });
  }
  const isCopy = fetched.kind === 'unchanged' && copy !== undefined;
  const { text, etag } = isCopy ? copy : { text: '', etag: undefined, ...fetched };
  const catalog = isCopy ? copy.catalog : parseCatalog(text, withoutSecrets(address));
  await host.copies.keep({ address, text, etag, date: host.today().toISOString() }).catch(ignoring(host));
  return catalog;
}

/** A disk that takes no copy is no reason to go without the catalog. */
function ignoring(host: ConnectionHost): (error: unknown) => void {
  return (error) => {
    host.log(`The copy of a catalog could not be kept or removed: ${String(error)}`);
  };
}

function toCatalogError(error: unknown, catalog: string): CatalogError {
  if (error instanceof CatalogError) {
    return error;
  }
  if (!(error instanceof DownloadError)) {
    return new CatalogError('notFetched', { catalog, reason: String(error) });
  }
  const { status, reason, target, seconds } = error.detail;
  if (error.code === 'insecureRedirect') {
    return new CatalogError('insecure', { catalog, target: target ?? '' });
  }
  if (error.code === 'notFound') {
    return new CatalogError('gone', { catalog, status: status ?? '' });
  }
  if (error.code === 'stalled') {
    return new CatalogError('tooSlow', { catalog, seconds: seconds ?? 0 });
  }
  const why = status === undefined ? (reason ?? error.code) : `HTTP ${status}`;
  return new CatalogError('notFetched', { catalog, reason: why });
}
