import { CatalogError } from './catalogError.ts';
import { type CatalogArtefact } from './catalogSchema.ts';
import { isHttpsAddress } from './isHttpsAddress.ts';
import { isLoopbackAddress } from './isLoopbackAddress.ts';
import { type ListedModel } from './mergeCatalogs.ts';

const NEWEST = 'main';

/**
 * Checks the base address of a hub or of a mirror of it, with a path if it lies in a folder. Throws `badHub`.
 *
 * @returns it without a slash at its end
 */
export function hubAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || /[?#]/u.test(text) || !(isHttpsAddress(text) || isLoopbackAddress(text))) {
    throw new CatalogError('badHub', { hub: text });
  }
  return url.href.replace(/\/+$/u, '');
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
