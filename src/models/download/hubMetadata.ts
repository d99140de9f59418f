import * as v from 'valibot';
import { withoutSecrets } from './allowedAddress.ts';
import { type ConnectionHost } from './downloadHost.ts';
import { fetchText } from './fetchText.ts';
import { type HubObject } from './hubObject.ts';
import { type SilenceLimit } from './unlessSilent.ts';

/** A folder of a thousand files has a third of it. */
const MOST_BYTES = 4_000_000;

/** Path of a hub's file: what a mirror lies below, owner and name, revision, the file within the repository. */
const RESOLVE = /^(.*?)\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(?:(.+)\/)?([^/]+)$/u;
const COMMIT = /^[\da-f]{40}$/u;

/** The listing of a folder, of which files outside Git (LFS) alone have a SHA-256. */
const LISTING = v.array(
  v.object({
    path: v.string(),
    lfs: v.optional(
      v.object({
        oid: v.pipe(v.string(), v.toLowerCase(), v.regex(/^[\da-f]{64}$/u)),
        size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      }),
    ),
  }),
);

/**
 * Asks a Hugging Face hub's own interface (`/api/models/…/tree/…`, as its client libraries do) for the object behind a
 * `resolve` address, for servers that say nothing of it on the way. What can't be asked or read is logged and adds
 * nothing. Rejects with the reason of the signal alone.
 *
 * @param known what is known already, with the commit to look at
 */
export async function hubMetadata(
  asked: URL,
  known: HubObject,
  host: ConnectionHost & SilenceLimit,
): Promise<HubObject> {
  const listing = listingOf(asked, known.commit);
  if (listing === undefined) {
    return known;
  }
  const { address, path } = listing;
  try {
    const fetched = await fetchText({ address, mostBytes: MOST_BYTES, mostMs: host.silenceMs }, host);
    if (fetched.kind !== 'text') {
      throw new Error(fetched.kind);
    }
    const found = v.parse(LISTING, JSON.parse(fetched.text)).find((entry) => entry.path === path)?.lfs;
    return { ...known, sha256: known.sha256 ?? found?.oid, bytes: known.bytes ?? found?.size };
  } catch (error) {
    host.signal.throwIfAborted();
    host.log(`${withoutSecrets(address)} says nothing of the file: ${String(error).slice(0, 200)}`);
    return known;
  }
}

/** Where a hub lists the folder of a file, and the file's path there; undefined for an address of another kind. */
function listingOf(asked: URL, known: string | undefined): { address: string; path: string } | undefined {
  const [, below = '', repository, revision, folder, name] = RESOLVE.exec(asked.pathname) ?? [];
  if (repository === undefined || name === undefined) {
    return undefined;
  }
  const commit = known !== undefined && COMMIT.test(known) ? known : revision;
  const inFolder = folder === undefined ? [] : [folder];
  return {
    address: [`${asked.origin}${below}/api/models`, repository, 'tree', commit, ...inFolder].join('/'),
    path: decoded([...inFolder, name].join('/')),
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
