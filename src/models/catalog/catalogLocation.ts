import path from 'node:path';
import { CatalogError } from './catalogError.ts';
import { isHttpsAddress } from './isHttpsAddress.ts';

/** Where a catalog of the user's lies. */
export type CatalogLocation =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'address'; readonly address: string };

/** Tells a path from an address. Throws `badLocation` for what is neither, and for a path that depends on a folder. */
export function catalogLocation(text: string): CatalogLocation {
  if (isHttpsAddress(text)) {
    return { kind: 'address', address: text };
  }
  if (path.isAbsolute(text)) {
    return { kind: 'file', path: text };
  }
  throw new CatalogError('badLocation', { catalog: text });
}
