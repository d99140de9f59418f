import path from 'node:path';
import { CatalogError } from './catalogError.ts';
import { isHttpsAddress } from './isHttpsAddress.ts';
import { isLoopbackAddress } from './isLoopbackAddress.ts';

/** Where a catalog of the user's lies. */
export type CatalogLocation =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'address'; readonly address: string };

/** Whether a catalog is fetched, and not read from the disk. */
export function isCatalogAddress(text: string): boolean {
  return isHttpsAddress(text) || isLoopbackAddress(text);
}

/** Tells a path from an address. Throws `badLocation` for what is neither, and for a path that depends on a folder. */
export function catalogLocation(text: string): CatalogLocation {
  if (isCatalogAddress(text)) {
    return { kind: 'address', address: text };
  }
  if (path.isAbsolute(text)) {
    return { kind: 'file', path: text };
  }
  throw new CatalogError('badLocation', { catalog: text });
}
