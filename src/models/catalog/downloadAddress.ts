import { CatalogError } from './catalogError.ts';
import { type CatalogArtefact } from './catalogSchema.ts';
import { isHttpsAddress } from './isHttpsAddress.ts';
import { type ListedModel } from './mergeCatalogs.ts';

const NEWEST = 'main';
/** A mirror on the same machine needs no encryption. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])$/u;

/**
 * Checks the base address of a hub or of a mirror of it, with a path if it lies in a folder. Throws `badHub`.
 *
 * @returns it without a slash at its end
 */
export function hubAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || /[?#]/u.test(text) || !(isHttpsAddress(text) || isLocal(url))) {
    throw new CatalogError('badHub', { hub: text });
  }
  return url.href.replace(/\/+$/u, '');
}

function isLocal({ protocol, hostname, username, password }: URL): boolean {
  return protocol === 'http:' && LOOPBACK.test(hostname) && username === '' && password === '';
}

/**
 * Address that a file is fetched from.
 *
 * @param mirror base address that takes the place of the catalog's hub; undefined without one. Throws `badHub`.
 */
export function downloadAddress(
  { hub }: Pick<ListedModel, 'hub'>,
  { repository, revision, folder }: Pick<CatalogArtefact, 'repository' | 'revision' | 'folder'>,
  file: string,
  mirror?: string,
): string {
  const name = encodeURIComponent(file);
  if (folder !== undefined) {
    return `${folder.replace(/\/+$/u, '')}/${name}`;
  }
  return `${hubAddress(mirror ?? hub)}/${repository ?? ''}/resolve/${revision ?? NEWEST}/${name}`;
}
